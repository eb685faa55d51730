import Codec
import Promo

/// What creators are called, once asked for: scorecards say it each time they are published.
struct CreatorNames {
    struct Known {
        /// The other half of the creator's hash.
        fileprivate let mark: UInt64
        let name: ByteString?
        /// 0 without a name.
        let hash: UInt64
    }

    private static let most = 100_000

    private let registry: Registry
    private var known: [UInt64: Known] = [:]

    init(_ registry: Registry) { self.registry = registry }

    mutating func name(of creator: UnsafeRawBufferPointer) -> Known {
        let mark = Hash.key128(creator)
        if let found = known[mark.low], found.mark == mark.high { return found }
        let name = registry.name(ofCreator: ByteString(creator))
        let new = Known(mark: mark.high, name: name, hash: CreatorNames.hash(of: name))
        if known.count >= CreatorNames.most { known.removeAll() }
        known[mark.low] = new
        return new
    }

    /// The registry calls somebody otherwise now.
    mutating func forget() { known.removeAll() }

    static func hash(of name: ByteString?) -> UInt64 {
        guard let name else { return 0 }
        return name.bytes.withUnsafeBytes { Hash.bits64($0) }
    }
}
