/// A value on a tape, walked by name: for the formats of shops, whose records are read by shape
/// rather than by a table of fields. A missing or null member is nil.
struct TapeValue {
    let tape: JSONTape
    let entry: Int

    subscript(name: StaticString) -> TapeValue? {
        guard kind == .object else { return nil }
        for member in children where RecordReader.isEqual(tape.key(of: member.entry), name) {
            return member.kind == .null ? nil : member
        }
        return nil
    }

    /// The first of the members that is there.
    func first(_ names: StaticString...) -> TapeValue? {
        for name in names { if let value = self[name] { return value } }
        return nil
    }

    var kind: JSONTape.Kind { tape.kind(of: entry) }

    /// The bytes of a text or number.
    var bytes: UnsafeRawBufferPointer { tape.text(of: entry) }

    var isTrue: Bool { kind == .true }

    /// Nil for anything that is no text, and for an empty one.
    var text: UnsafeRawBufferPointer? { kind == .string && !bytes.isEmpty ? bytes : nil }

    /// An id as it is written: text that is not empty, or an integer's digits.
    var id: UnsafeRawBufferPointer? { kind == .integer ? bytes : text }

    /// An amount as it is written, with its sign; nil where the text is empty.
    var amount: SignedDecimal? {
        switch kind {
        case .string: bytes.isEmpty ? nil : SignedDecimal(bytes)
        case .integer, .number: SignedDecimal(bytes)
        default: .unreadable
        }
    }

    /// An amount in whole minor units of a currency with `decimals` decimals.
    func minorUnits(decimals: Int) -> SignedDecimal { amount?.shifted(decimals: decimals) ?? .zero }

    func equals(_ word: StaticString) -> Bool {
        kind == .string && RecordReader.isEqual(bytes, word)
    }

    /// The elements of an array or the members of an object; none of anything else.
    var children: [TapeValue] {
        guard kind == .array || kind == .object else { return [] }
        var children: [TapeValue] = []
        var place = entry + 1
        while place < tape.next(after: entry) {
            children.append(TapeValue(tape: tape, entry: place))
            place = tape.next(after: place)
        }
        return children
    }
}

extension TapeValue? {
    /// The elements of an array that may be missing.
    var elements: [TapeValue] { self?.children ?? [] }
}
