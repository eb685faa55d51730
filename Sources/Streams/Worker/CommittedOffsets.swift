// What the group has for one partition of the inputs, and the transaction that it belongs to.

struct CommittedOffsets {
    /// By input; -1 where nothing was ever committed.
    let positions: [Int64]
    /// nil where nothing was ever committed for any input.
    let number: Int64?
    private let numbers: [Int64?]

    init(_ committed: [InputPosition], inputs: [String]) {
        let found = inputs.map { topic in
            committed.first { $0.topic == topic && $0.offset >= 0 }
        }
        positions = found.map { $0?.offset ?? -1 }
        numbers = found.compactMap { $0 }.map { TransactionNumber.parse($0.metadata) }
        number = numbers.first.map { $0 ?? -1 }
    }

    /// Every transaction sends all inputs' positions with its number, so they cannot differ.
    func check(_ partition: Int32) throws(StreamError) {
        guard let number else { return }
        guard number >= 0, numbers.allSatisfy({ $0 == number }) else {
            throw StreamError(
                .topicsChanged,
                "Partition \(partition): the group's offsets were not all committed by one "
                    + "transaction of ours; another tool has set them. `plaudit reset` rebuilds "
                    + "the state from the input.")
        }
    }
}
