import Codec
import Promo
import Streams

/// What creators are called, once asked for: scorecards say it each time they are published.
struct CreatorNames: ~Copyable {
    struct Known {
        /// Valid until another creator's name is asked for.
        let name: UnsafeRawBufferPointer?
        /// 0 without a name.
        let hash: UInt64
    }

    private struct Entry {
        var hash: UInt64
        /// Where the name is in `text`; -1 without one.
        var offset = -1
        var count = 0
    }

    private static let most = 100_000

    private let registry: Registry
    private var numbers = HashNumbers()
    private var entries: ContiguousArray<Entry> = []
    private var text = ByteArena()

    init(_ registry: Registry) { self.registry = registry }

    /// What a creator is known under.
    static func key(of creator: UnsafeRawBufferPointer) -> StateKey {
        let hash = Hash.key128(creator)
        return StateKey(high: hash.high, low: hash.low)
    }

    /// The name will probably be asked for. In two steps, which want some work between them.
    func expect(_ key: StateKey) { numbers.prefetch(key) }
    func expectEntry(of key: StateKey) {
        let number = numbers.find(key)
        guard number >= 0 else { return }
        entries.withUnsafeBufferPointer { entries in
            if let start = entries.baseAddress { Prefetch.line(start + number) }
        }
    }

    mutating func name(of creator: UnsafeRawBufferPointer) -> Known {
        name(of: creator, CreatorNames.key(of: creator))
    }

    /// - Parameter key: the creator's.
    mutating func name(of creator: UnsafeRawBufferPointer, _ key: StateKey) -> Known {
        var number = numbers.find(key)
        if number < 0 {
            if entries.count >= CreatorNames.most { forget() }
            number = numbers.number(key)
            entries.append(entry(registry.name(ofCreator: ByteString(creator))))
        }
        let entry = entries[number]
        return Known(
            name: entry.offset < 0 ? nil : text.bytes(at: entry.offset, count: entry.count),
            hash: entry.hash)
    }

    private mutating func entry(_ name: ByteString?) -> Entry {
        guard let name else { return Entry(hash: 0) }
        return name.bytes.withUnsafeBytes { bytes in
            Entry(
                hash: Hash.bits64(bytes), offset: text.append(bytes), count: bytes.count)
        }
    }

    /// The registry calls somebody otherwise now.
    mutating func forget() {
        numbers.removeAll()
        entries.removeAll()
        text.removeAll()
    }

    static func hash(of name: ByteString?) -> UInt64 {
        guard let name else { return 0 }
        return name.bytes.withUnsafeBytes { Hash.bits64($0) }
    }
}
