// Getting and losing partitions.
//
//   assigned ─▶ restore, polling on ─▶ start reading
//   revoked  ─▶ commit ─▶ park ─▶ release        (good order: nobody else has them yet)
//   lost     ─▶ abort ─▶ forget ─▶ release       (somebody else may have them already)

extension Worker {
    /// ms without an assignment after one was given up.
    private static let joinPatience: Int64 = 15_000

    func handle(_ rebalance: Rebalance) throws(StreamError) {
        switch rebalance {
        case .assigned(let partitions, let membership):
            // Nothing fences a transaction that is sent without a generation and a member.
            guard membership.generation >= 0, !membership.member.isEmpty else {
                throw StreamError(.leave, "An assignment without generation and member.")
            }
            self.membership = membership
            leftAt = nil
            // The group takes everything away before it gives anything; should it not, nothing of
            // the last assignment goes on.
            if !ownTasks.isEmpty { try undo() }
            for task in ownTasks { park(task.partition) }
            forgetBatch()
            do throws(StreamError) {
                try start(partitions)
            } catch {
                if error.isPassing { pendingRebalance = pendingRebalance ?? rebalance }
                throw error
            }
        case .revoked(let partitions):
            try endBeforeRelease()
            for partition in partitions { park(partition) }
            try release()
        case .lost(let partitions):
            try undo()
            for partition in partitions { forget(partition) }
            try release()
        }
    }

    /// The assignment is gone without a word: abort, forget, wait for the next one.
    func leave() throws(StreamError) {
        try undo()
        for task in ownTasks { forget(task.partition) }
        parked.removeAll()
        leftAt = clock.monotonic
        try release()
    }

    /// After we gave the assignment up the group gives us another, since its generation was over.
    /// If it does not know that we left, it will not: then we come back as a new member.
    func joinAgain() throws(StreamError) {
        guard let left = leftAt, clock.monotonic - left >= Worker.joinPatience else { return }
        leftAt = clock.monotonic
        source.close()
        source = try Worker.join(description, broker, settings)
    }

    /// Commits what was gathered. Where that fails it is simply done again by whoever is next.
    private func endBeforeRelease() throws(StreamError) {
        do throws(StreamError) {
            try commit()
        } catch {
            try settle(error)
        }
        if hasGathered { try undo() }
    }

    private func release() throws(StreamError) {
        membership = nil
        forgetBatch()
        monitor.update { $0.leaveAssignment() }
        try source.release()
    }

    /// What was polled under one assignment must not be applied under the next: reading then starts
    /// anew, and records before these may not have been applied.
    private func forgetBatch() {
        batch.pointee.removeAll()
        resetTransaction()
        (failures, refusal, cap) = (0, 0, .max)
    }

    /// The memory stays: if the partition comes back with the same number, it is still true.
    private func park(_ partition: Int32) {
        guard let task = task(of: partition) else { return }
        forget(partition)
        parked[partition] = task
    }

    private func forget(_ partition: Int32) {
        guard Int(partition) < tasks.count else { return }
        tasks[Int(partition)] = nil
        ownTasks.removeAll { $0.partition == partition }
    }

    /// Makes the tasks of `partitions` and begins reading. A rebalance meanwhile ends it; what is
    /// ready then is parked.
    private func start(_ partitions: [Int32]) throws(StreamError) {
        monitor.update { $0.state = .restoring }
        let starter = TaskStarter(worker: self)
        var started: [PartitionTask] = []
        let isWhole = try starter.start(partitions, parked: parked) { started.append($0) }
        guard isWhole else {
            for task in started { parked[task.partition] = task }
            return
        }
        parked.removeAll()
        tasks = Array(repeating: nil, count: Int(partitionCount))
        for task in started { tasks[Int(task.partition)] = task }
        ownTasks = started
        try source.start(
            at: started.flatMap { task in
                description.inputs.indices.map { input in
                    InputPosition(
                        topic: description.inputs[input], partition: task.partition,
                        offset: task.positions[input], metadata: "")
                }
            })
        monitor.update { $0.state = .running }
        report([], records: 0, duration: nil)
    }

    // MARK: - The topics as they must be

    /// Partition p of every input belongs to task p, and its blocks to partition p of the state
    /// topic.
    func learnPartitions() throws(StreamError) {
        let expected = try source.partitionCount(of: description.inputs[0])
        try check(expected)
        let state = try sink.partitionCount(of: description.stateTopic)
        guard state == expected else {
            throw StreamError(
                .topicsChanged,
                "\(description.stateTopic) has \(state) partitions, \(description.inputs[0]) has "
                    + "\(expected): the state was kept for another number of partitions. Bring "
                    + "the topic back, or let `plaudit reset` rebuild the state.")
        }
        partitionCount = expected
        var counts: [Int32] = []
        for topic in description.outputs { counts.append(try sink.partitionCount(of: topic)) }
        outbox = Outbox(partitionCounts: counts, limit: Worker.aheadBytes)
        countsCheckedAt = clock.monotonic
    }

    func checkPartitionCounts() throws(StreamError) {
        let now = clock.monotonic
        guard now - countsCheckedAt >= 30_000 else { return }
        countsCheckedAt = now
        do throws(StreamError) {
            try check(partitionCount)
        } catch {
            // A broker that cannot be asked now is asked later.
            guard error.consequence == .topicsChanged else { return }
            throw error
        }
    }

    private func check(_ expected: Int32) throws(StreamError) {
        for topic in description.inputs {
            let count = try source.partitionCount(of: topic)
            guard count == expected else {
                throw StreamError(
                    .topicsChanged,
                    "\(topic) has \(count) partitions where \(expected) are expected: keys would "
                        + "meet the state of other keys. All inputs need the same number, and it "
                        + "may not change; `plaudit check` says more.")
            }
        }
    }
}
