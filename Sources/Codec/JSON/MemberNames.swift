/// The names of one kind of object's fields, and how what came behind each field was written.
final class MemberNames<Name: Field> {
    /// All that stood between a value and the next one, or the object's end: up to three words,
    /// compared as one.
    struct Step {
        fileprivate var first: UInt64 = 1
        fileprivate var middle: UInt64 = 0
        fileprivate var last: UInt64 = 0
        /// The bytes of `first` that count; a step that was never taken matches nothing.
        fileprivate var mask: UInt64 = 0
        private(set) var count = 0
        /// What came behind it.
        fileprivate(set) var followers: UnsafeMutablePointer<Step>
        private(set) var bit: UInt32 = 0
        /// nil: the object's end.
        private(set) var name: Name?

        fileprivate init(followers: UnsafeMutablePointer<Step>) { self.followers = followers }

        /// Of at most `longest` bytes, or it cannot be compared. At least 24 bytes can be read from
        /// `text` on, here and below.
        fileprivate init(
            _ text: UnsafePointer<UInt8>, _ count: Int, to name: Name?,
            followers: UnsafeMutablePointer<Step>
        ) {
            self.followers = followers
            self.count = count
            self.name = name
            bit = name.map { 1 << UInt32($0.rawValue) } ?? 0
            guard count <= Step.longest else { return }
            let bytes = UnsafeRawPointer(text)
            mask = count < 8 ? .max >> UInt64(64 - count * 8) : .max
            first = bytes.loadUnaligned(as: UInt64.self) & mask
            middle = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            last = (bytes + max(0, count - 8)).loadUnaligned(as: UInt64.self)
        }

        static var longest: Int { 24 }

        @inline(__always)
        func matches(_ text: UnsafePointer<UInt8>) -> Bool {
            let bytes = UnsafeRawPointer(text)
            guard bytes.loadUnaligned(as: UInt64.self) & mask == first else { return false }
            guard count > 8 else { return true }
            guard (bytes + (count &- 8)).loadUnaligned(as: UInt64.self) == last else {
                return false
            }
            return count <= 16
                || bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == middle
        }
    }

    /// How many ways to go on are remembered behind each field, the last one taken first.
    private static var ways: Int { 4 }

    private let names = FieldNames<Name>()
    /// The fields by their number.
    private let fields = Array(Name.allCases)
    /// A row of steps for each field, one for an object's beginning, one for unknown members.
    private let steps: UnsafeMutablePointer<Step>
    /// Behind a row for a step that is too long to be remembered.
    private var spare: UnsafeMutablePointer<Step> { row(fields.count + 2) }

    init() {
        let count = (fields.count + 2) * MemberNames.ways + 1
        steps = .allocate(capacity: count)
        steps.initialize(repeating: Step(followers: steps), count: count)
    }

    deinit { steps.deallocate() }

    private func row(_ place: Int) -> UnsafeMutablePointer<Step> {
        steps + place * MemberNames.ways
    }

    /// What comes behind an object's opening brace.
    @inline(__always)
    var beginning: UnsafeMutablePointer<Step> { steps }

    /// The step at `cursor` to a known field or to the end, which is then remembered; nil for
    /// anything else. Passes over unknown members before it.
    @inline(never)
    func find(
        _ cursor: inout PlainCursor, behind likely: UnsafeMutablePointer<Step>
    ) -> UnsafeMutablePointer<Step>? {
        var row = likely
        while true {
            for way in 0..<MemberNames.ways where row[way].matches(cursor.next) {
                (row[0], row[way]) = (row[way], row[0])
                return row
            }
            var ahead = cursor
            if ahead.take(UInt8(ascii: "}")) { return remember(cursor, ahead, nil, in: row) }
            guard row == beginning || ahead.take(UInt8(ascii: ",")) else { return nil }
            ahead.skipSpace()
            guard let name = ahead.string(), let start = name.baseAddress,
                ahead.take(UInt8(ascii: ":"))
            else { return nil }
            ahead.skipSpace()
            let field = names.field(start.assumingMemoryBound(to: UInt8.self), name.count)
            if field != .max { return remember(cursor, ahead, fields[Int(field)], in: row) }
            guard ahead.skipValue() else { return nil }
            cursor = ahead
            row = self.row(1)
        }
    }

    private func remember(
        _ start: PlainCursor, _ end: PlainCursor, _ name: Name?,
        in row: UnsafeMutablePointer<Step>
    ) -> UnsafeMutablePointer<Step> {
        let count = end.next - start.next
        var place = spare
        if count <= Step.longest {
            for way in (1..<MemberNames.ways).reversed() { row[way] = row[way - 1] }
            place = row
        }
        place.pointee = Step(
            start.next, count, to: name,
            followers: self.row((name?.rawValue ?? 0) + 2))
        return place
    }
}
