import Promo

/// One record in a shop's shape, opened for a translator: size, grammar, that it is an object, that
/// no member the translator asked for stands twice, and that what it took for a list is one.
final class ShopRecord {
    private let reader = RecordReader()
    /// The first member that was asked for and stands twice.
    private var doubled: Int?

    /// The first value that was read as a list and is none.
    private var noList: Int?

    var tape: JSONTape { reader.tape }

    func noteNoList(_ entry: Int) {
        if noList == nil { noList = entry }
    }

    func noteDoubled(_ entry: Int) {
        if doubled == nil { doubled = entry }
    }

    /// Fills `translation` anew by what `body` reads. A doubled member comes before whatever else
    /// is wrong: which of the two is meant, nobody knows.
    func translate(
        _ value: UnsafeRawBufferPointer, into translation: Translation,
        _ body: (TapeValue) throws(Refusal) -> Void
    ) throws(Refusal) {
        translation.reset()
        doubled = nil
        noList = nil
        try reader.open(
            DecodeInput(
                key: nil, value: value, timestamp: .init(milliseconds: -1),
                isRightPartition: true))
        do throws(Refusal) {
            try body(TapeValue(record: self, entry: 0))
        } catch {
            try refuseDoubled()
            throw error
        }
        try refuseDoubled()
        if let noList { throw reader.refusal(.badField, at: noList, "a list") }
    }

    private func refuseDoubled() throws(Refusal) {
        guard let doubled else { return }
        throw Refusal(.duplicateKey, "\(tape.path(to: doubled)) is there twice")
    }
}
