import Promo

/// One record in a shop's shape, opened for a translator: size, grammar, that it is an object, and
/// that no member the translator asked for stands twice.
final class ShopRecord {
    private let reader = RecordReader()
    /// The first member that was asked for and stands twice.
    private var doubled: Int?

    var tape: JSONTape { reader.tape }

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
    }

    private func refuseDoubled() throws(Refusal) {
        guard let doubled else { return }
        throw Refusal(.duplicateKey, "\(tape.path(to: doubled)) is there twice")
    }
}
