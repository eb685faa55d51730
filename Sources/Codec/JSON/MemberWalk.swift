// An object's members, straight from the text. Programs write the members of a kind of object in
// the same order each time: whatever came behind a member the last time is tried first, by its
// name, quotes and colon as a whole.

/// The names of one kind of object's fields as they stand in JSON, and what came behind each.
final class MemberNames<Name: Field> {
    /// `"name":` as up to three words.
    fileprivate struct Pattern {
        var first: UInt64 = 0
        var middle: UInt64 = 0
        var last: UInt64 = 0
        /// The bytes of `first` that count.
        var mask = UInt64.max
        var count = 0

        /// At least 24 bytes can be read from `text` on.
        @inline(__always)
        func matches(_ text: UnsafePointer<UInt8>) -> Bool {
            let bytes = UnsafeRawPointer(text)
            guard bytes.loadUnaligned(as: UInt64.self) & mask == first else { return false }
            guard count > 8 else { return true }
            guard (bytes + (count - 8)).loadUnaligned(as: UInt64.self) == last else { return false }
            return count <= 16 || (bytes + 8).loadUnaligned(as: UInt64.self) == middle
        }
    }

    fileprivate let names: FieldNames<Name>
    fileprivate let patterns: UnsafeMutablePointer<Pattern>
    /// The field that came behind each field, and last the one that came first; `.max` for none.
    fileprivate let followers: UnsafeMutablePointer<UInt8>
    fileprivate let count = Name.allCases.count
    /// The fields by their number.
    fileprivate let fields: UnsafeMutablePointer<Name>

    init(_ names: FieldNames<Name>) {
        self.names = names
        patterns = .allocate(capacity: count)
        followers = .allocate(capacity: count + 1)
        followers.initialize(repeating: .max, count: count + 1)
        fields = .allocate(capacity: count)
        for name in Name.allCases { (fields + name.rawValue).initialize(to: name) }
        for name in Name.allCases {
            let text = Array("\"\(name)\":".utf8)
            precondition(text.count <= 24, "the name of \(name) is too long")
            var pattern = Pattern(count: text.count)
            let padded = text + [UInt8](repeating: 0, count: 8)
            padded.withUnsafeBytes { bytes in
                pattern.first = bytes.loadUnaligned(as: UInt64.self)
                if text.count > 8 {
                    pattern.last = bytes.loadUnaligned(
                        fromByteOffset: text.count - 8, as: UInt64.self)
                } else {
                    pattern.mask = .max >> UInt64(64 - text.count * 8)
                    pattern.first &= pattern.mask
                }
                if text.count > 16 {
                    pattern.middle = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                }
            }
            (patterns + name.rawValue).initialize(to: pattern)
        }
    }

    deinit {
        patterns.deallocate()
        followers.deallocate()
        fields.deallocate()
    }
}

/// A walk over one object's members: `next` stands before the value of the field that it returns.
struct MemberWalk<Name: Field> {
    private let names: MemberNames<Name>
    private var seen: UInt32 = 0
    /// A bit for each field that is there and not null.
    private(set) var present: UInt32 = 0
    private var previous: Int
    /// It came to the object's end. False where it gave up: at something that is no member, or at
    /// a field that it had seen.
    private(set) var isWhole = false

    /// Behind the object's opening brace.
    @inline(__always)
    init(_ names: MemberNames<Name>) {
        self.names = names
        previous = names.count
    }

    /// The next field; nil at the end and where it gave up. Unknown fields and nulls are passed
    /// over.
    @inline(__always)
    mutating func next(_ cursor: inout PlainCursor) -> Name? {
        while step(&cursor) {
            guard let field = name(&cursor) else { return nil }
            if field == .max {
                guard cursor.skipValue() else { return nil }
                continue
            }
            let bit = UInt32(1) << UInt32(field)
            guard seen & bit == 0 else { return nil }
            seen |= bit
            previous = Int(field)
            if cursor.peek() == UInt8(ascii: "n") {
                guard cursor.take("null") else { return nil }
                continue
            }
            present |= bit
            return names.fields[Int(field)]
        }
        return nil
    }

    /// Passes over the comma before a member; false at the object's end.
    @inline(__always)
    private mutating func step(_ cursor: inout PlainCursor) -> Bool {
        if isBehindMember {
            if cursor.take(UInt8(ascii: ",")) { return true }
        } else {
            isBehindMember = true
            if cursor.peek() != UInt8(ascii: "}") { return true }
        }
        isWhole = cursor.take(UInt8(ascii: "}"))
        return false
    }

    private var isBehindMember = false

    /// Passes over a name and its colon: which field it is, `.max` for an unknown one.
    @inline(__always)
    private func name(_ cursor: inout PlainCursor) -> UInt8? {
        cursor.skipSpace()
        let likely = names.followers[previous]
        if likely != .max, names.patterns[Int(likely)].matches(cursor.next) {
            cursor.skip(names.patterns[Int(likely)].count)
            return likely
        }
        return unlikelyName(&cursor)
    }

    @inline(never)
    private func unlikelyName(_ cursor: inout PlainCursor) -> UInt8? {
        guard let name = cursor.string(), let start = name.baseAddress,
            cursor.take(UInt8(ascii: ":"))
        else { return nil }
        let field = names.names.field(start.assumingMemoryBound(to: UInt8.self), name.count)
        if field != .max { names.followers[previous] = field }
        return field
    }
}
