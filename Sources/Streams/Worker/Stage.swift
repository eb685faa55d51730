// What a step of the topology says to the runtime. Everything here runs on the worker's thread;
// nothing here may read a clock, draw a random number or touch Kafka.

/// The topics of a stage. Inputs are co-partitioned: partition p of each belongs to task p.
package struct StageDescription: Sendable {
    /// `attribute`, `score` …: part of the group, the transactional ids, the state topic's name.
    package var name: String
    package var inputs: [String]
    package var outputs: [String]
    /// Compacted topics that every worker reads whole before its first record, and then follows.
    package var globals: [String]
    package var stateTopic: String
    /// Inputs that nobody else reads: what is committed of them is deleted now and then.
    package var ownInputs: [String]

    package init(
        name: String, inputs: [String], outputs: [String], globals: [String], stateTopic: String,
        ownInputs: [String] = []
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.globals = globals
        self.stateTopic = stateTopic
        self.ownInputs = ownInputs
    }
}

/// A stage in one worker: the tables its tasks share, and the maker of its tasks.
package protocol Stage: AnyObject {
    var description: StageDescription { get }

    /// A record of a global topic: a later one of the same key replaces an earlier one. Not undone:
    /// it is applied outside transactions, in offset order of each partition.
    func applyGlobal(_ record: Record)

    /// A task over `store`, which is empty or restored. `partitions` is the inputs' partition
    /// count.
    func makeTask(partition: Int32, partitions: Int32, store: StateTable) -> any StageTask

    /// What processing this record publishes is refused by the broker for good (too large): emits
    /// the record as a dead letter instead. It comes again without its value if that is refused
    /// too. False where the stage has no such output; the worker then stops.
    func setAside(_ record: Record, why: String, into outbox: Outbox) -> Bool
}

extension Stage {
    package func setAside(_ record: Record, why: String, into outbox: Outbox) -> Bool { false }
}

/// One partition's state machine. Its memory is the `StateTable` (undone by the runtime when a
/// transaction aborts) and what can be derived from it.
package protocol StageTask: AnyObject {
    /// A record that is processed soon, if nothing comes between: where its state lies may be asked
    /// for (`StateTable.prefetch`). It changes nothing.
    func expect(_ record: Record)

    /// Folds one input record in.
    func process(_ record: Record, into outbox: Outbox)

    /// Called when the worker has applied global records since the last call.
    func globalsChanged()

    /// True while there is work that no input record triggers: judging again, scorecards that are
    /// still to be published. `now` is a monotonic time in ms.
    func hasWork(now: Int64) -> Bool

    /// Does some of that work: about `budget` state entries, then returns.
    func work(budget: Int, now: Int64, into outbox: Outbox)

    /// The last call before a transaction commits: what was gathered over the transaction goes out.
    func flush(now: Int64, into outbox: Outbox)

    /// False where the last flush stopped because the outbox was full: it goes on in another one,
    /// once what it gave is sent.
    var isFlushed: Bool { get }

    /// The transaction's changes were undone in the store; what was derived from them must follow.
    /// The same records are then processed again.
    func rolledBack()

    /// The transaction is committed.
    func committed()

    /// False while something waits to be published that is not due yet, so that `hasWork` is still
    /// false: `run --until-caught-up` waits for it.
    var isSettled: Bool { get }

    /// True while the kept state was made under other settings and cannot be carried on. The
    /// runtime asks after a restore: it then reads the task's inputs from their beginning instead
    /// of the committed positions, and calls `beginAnew` before the first record of the first
    /// transaction (again after a rollback, for as long as this is true).
    var startsFromBeginning: Bool { get }

    /// Empties the state in the store, as part of the running transaction.
    func beginAnew()
}

extension StageTask {
    package func expect(_ record: Record) {}
    package var isFlushed: Bool { true }
    package var isSettled: Bool { true }
    package var startsFromBeginning: Bool { false }
    package func beginAnew() {}
}
