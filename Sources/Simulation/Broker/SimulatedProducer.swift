/// What the transaction coordinator knows of one transactional id.
struct SimulatedProducer {
    let number: Int
    var epoch = 0
    var open: OpenTransaction?
    /// A commit request of this epoch that is still on its way.
    var lateEndEpoch: Int?

    struct OpenTransaction {
        let number: Int
        let since: Int64
        var places: Set<SimulatedGroup.Place> = []
        var groups: Set<String> = []
    }
}
