// An object's members, straight from the text. A program writes a kind of object the same way each
// time, so what stood between two values, comma, name, colon and space, will stand there again:
// it is compared as a whole, without being read.

/// A walk over one object's members: `next` stands before the value of the field that it returns.
struct MemberWalk<Name: Field> {
    /// The reader that walks holds them; a walk is over before it.
    private unowned(unsafe) let names: MemberNames<Name>
    private var likely: UnsafeMutablePointer<MemberNames<Name>.Step>
    private var seen: UInt32 = 0
    private var nulls: UInt32 = 0
    /// It came to the object's end. False where it gave up: at something that is no member, or at
    /// a field that it had seen.
    private(set) var isWhole = false

    /// Behind the object's opening brace.
    @inline(__always)
    init(_ names: MemberNames<Name>) {
        self.names = names
        likely = names.beginning
    }

    /// A bit for each field that is there and not null.
    @inline(__always)
    var present: UInt32 { seen & ~nulls }

    /// The next field; nil at the end and where it gave up. Unknown fields and nulls are passed
    /// over.
    @inline(__always)
    mutating func next(_ cursor: inout PlainCursor) -> Name? {
        while true {
            var step = likely
            if !step.pointee.matches(cursor.next) {
                // Members that are now there and now not make two ways.
                step += 1
                if !step.pointee.matches(cursor.next) {
                    guard let found = names.find(&cursor, behind: likely) else { return nil }
                    step = found
                }
            }
            cursor.skip(step.pointee.count)
            guard let name = step.pointee.name else {
                isWhole = true
                return nil
            }
            let bit = step.pointee.bit
            guard seen & bit == 0 else { return nil }
            seen |= bit
            likely = step.pointee.followers
            if cursor.next.pointee != UInt8(ascii: "n") { return name }
            guard cursor.take("null") else { return nil }
            nulls |= bit
        }
    }
}
