// What a refusal says of a value. Nothing here is reached by a record that can be used.

extension JSONTape {
    /// Where a value stands: `lines[1].unit_price`; empty for the root.
    package func path(to entry: Int) -> String {
        var path = ""
        var around = 0
        while around < entry {
            var child = around + 1
            var place = 0
            while next(after: child) <= entry {
                child = next(after: child)
                place += 1
            }
            if kind(of: around) == .array {
                path += "[\(place)]"
            } else {
                if !path.isEmpty { path += "." }
                path += shortened(key(of: child))
            }
            around = child
        }
        return path
    }

    /// A value for people, cut after 64 bytes.
    package func excerpt(of entry: Int) -> String {
        switch kind(of: entry) {
        case .null: "null"
        case .true: "true"
        case .false: "false"
        case .integer, .number: shortened(text(of: entry))
        case .string: "\"\(shortened(text(of: entry)))\""
        case .array: "an array"
        case .object: "an object"
        }
    }

    private func shortened(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.count > 64 else { return String(decoding: bytes, as: UTF8.self) }
        var end = 64
        while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self) + "…"
    }
}
