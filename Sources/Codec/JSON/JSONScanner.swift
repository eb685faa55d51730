// The grammar of RFC 8259 as one loop: no recursion, so no depth can exhaust the stack. The text is
// followed by zeros, which no rule accepts, so nothing here asks for the end before it reads.

struct JSONScanner {
    private static let none = UInt32.max

    let text: UnsafeMutablePointer<UInt8>
    let end: UnsafeMutablePointer<UInt8>
    /// The next byte to read.
    var next: UnsafeMutablePointer<UInt8>
    private(set) var entries: UnsafeMutablePointer<JSONTape.Entry>
    private(set) var capacity: Int
    private(set) var count = 0

    init(
        text: UnsafeMutablePointer<UInt8>, count: Int,
        entries: UnsafeMutablePointer<JSONTape.Entry>, capacity: Int
    ) {
        self.text = text
        next = text
        end = text + count
        self.entries = entries
        self.capacity = capacity
    }

    mutating func scan() throws(JSONFault) {
        // The innermost open array or object; while open, its `next` is the one around it.
        var open = JSONScanner.none
        var isObject = false
        var key = Span(start: 0, count: 0)
        values: while true {
            skipSpace()
            let first = next.pointee
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                next += 1
                skipSpace()
                let isOpeningObject = first == UInt8(ascii: "{")
                let kind = isOpeningObject ? JSONTape.Kind.object : .array
                guard next.pointee == first + 2 else {
                    append(kind, key, Span(start: 0, count: 0))
                    entries[count - 1].next = open
                    open = UInt32(truncatingIfNeeded: count - 1)
                    isObject = isOpeningObject
                    key = isObject ? try member() : Span(start: 0, count: 0)
                    continue values
                }
                next += 1
                append(kind, key, Span(start: 0, count: 0))
            } else {
                try scalar(first, key)
            }
            while open != JSONScanner.none {
                skipSpace()
                if next.pointee == UInt8(ascii: ",") {
                    next += 1
                    key = isObject ? try member() : Span(start: 0, count: 0)
                    continue values
                }
                guard next.pointee == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw fault(.comma)
                }
                next += 1
                let around = entries[Int(open)].next
                entries[Int(open)].next = UInt32(count)
                open = around
                isObject = open != JSONScanner.none && entries[Int(open)].kind == .object
            }
            skipSpace()
            guard next == end else { throw fault(.trailing) }
            return
        }
    }

    /// A span of the text.
    struct Span {
        var start: UInt32
        var count: UInt32
    }

    func fault(_ problem: JSONFault.Problem) -> JSONFault {
        JSONFault(problem: problem, offset: min(next, end) - text)
    }

    /// A member's name and its colon.
    @inline(__always)
    private mutating func member() throws(JSONFault) -> Span {
        skipSpace()
        guard next.pointee == UInt8(ascii: "\"") else { throw fault(.key) }
        let key = try string()
        skipSpace()
        guard next.pointee == UInt8(ascii: ":") else { throw fault(.colon) }
        next += 1
        return key
    }

    @inline(__always)
    private mutating func scalar(_ first: UInt8, _ key: Span) throws(JSONFault) {
        switch first {
        case UInt8(ascii: "\""):
            let span = try string()
            append(.string, key, span)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            let start = next
            let kind = try number()
            let span = Span(
                start: UInt32(truncatingIfNeeded: start - text),
                count: UInt32(truncatingIfNeeded: next - start))
            append(kind, key, span)
        case UInt8(ascii: "t"): try literal(0x6575_7274, 4, .true, key)
        case UInt8(ascii: "n"): try literal(0x6c6c_756e, 4, .null, key)
        case UInt8(ascii: "f"):
            // Its last four letters: "alse".
            next += 1
            try literal(0x6573_6c61, 4, .false, key)
        default: throw fault(.value)
        }
    }

    @inline(__always)
    private mutating func literal(
        _ letters: UInt32, _ length: Int, _ kind: JSONTape.Kind, _ key: Span
    ) throws(JSONFault) {
        let read = UnsafeRawPointer(next).loadUnaligned(as: UInt32.self)
        guard UInt32(littleEndian: read) == letters else { throw fault(.value) }
        next += length
        append(kind, key, Span(start: 0, count: 0))
    }

    @inline(__always)
    mutating func skipSpace() {
        while next.pointee <= 0x20 {
            switch next.pointee {
            case 0x20, 0x0a, 0x0d, 0x09: next += 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func append(_ kind: JSONTape.Kind, _ key: Span, _ value: Span) {
        if count == capacity { grow() }
        (entries + count).initialize(
            to: JSONTape.Entry(
                keyStart: key.start, keyCount: key.count, start: value.start, count: value.count,
                next: UInt32(truncatingIfNeeded: count + 1), kind: kind, field: .max))
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<JSONTape.Entry>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = larger
        capacity *= 2
    }
}
