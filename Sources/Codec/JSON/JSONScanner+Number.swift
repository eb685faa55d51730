extension JSONScanner {
    /// Passes over a number: `-`? (0 | 1-9 digits) (. digits)? (e sign? digits)?
    @inline(__always)
    mutating func number() throws(JSONFault) -> JSONTape.Kind {
        if next.pointee == UInt8(ascii: "-") { next += 1 }
        if next.pointee == UInt8(ascii: "0") {
            next += 1
        } else {
            try digits()
        }
        var kind = JSONTape.Kind.integer
        if next.pointee == UInt8(ascii: ".") {
            next += 1
            try digits()
            kind = .number
        }
        if next.pointee | 0x20 == UInt8(ascii: "e") {
            next += 1
            if next.pointee == UInt8(ascii: "+") || next.pointee == UInt8(ascii: "-") { next += 1 }
            try digits()
            kind = .number
        }
        return kind
    }

    /// One digit or more.
    @inline(__always)
    private mutating func digits() throws(JSONFault) {
        guard next.pointee &- 0x30 <= 9 else { throw fault(.number) }
        repeat { next += 1 } while next.pointee &- 0x30 <= 9
    }
}
