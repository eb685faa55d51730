/// A value on a tape, walked by name: for the formats of shops, whose records are read by shape
/// rather than by a table of fields. A missing or null member is nil.
struct TapeValue {
    let record: ShopRecord
    let entry: Int

    private var tape: JSONTape { record.tape }

    subscript(name: StaticString) -> TapeValue? {
        guard let member = member(name), member.kind != .null else { return nil }
        return member
    }

    /// Whether there is such a member, be it null.
    func has(_ name: StaticString) -> Bool { member(name) != nil }

    /// Goes on to the object's end: a member that is asked for must not stand twice.
    private func member(_ name: StaticString) -> TapeValue? {
        guard kind == .object else { return nil }
        let end = tape.next(after: entry)
        var found: TapeValue?
        var place = entry + 1
        while place < end {
            if RecordReader.isEqual(tape.key(of: place), name) {
                if found != nil { record.noteDoubled(place) }
                found = found ?? TapeValue(record: record, entry: place)
            }
            place = tape.next(after: place)
        }
        return found
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

    /// The elements of an array, or the members of an object: some shops write a list with gaps as
    /// one. Anything else is no list, and refused.
    var children: [TapeValue] {
        guard kind == .array || kind == .object else {
            record.noteNoList(entry)
            return []
        }
        var children: [TapeValue] = []
        var place = entry + 1
        while place < tape.next(after: entry) {
            children.append(TapeValue(record: record, entry: place))
            place = tape.next(after: place)
        }
        return children
    }
}

extension TapeValue? {
    /// The elements of an array that may be missing.
    var elements: [TapeValue] { self?.children ?? [] }
}
