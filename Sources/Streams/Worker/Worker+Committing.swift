// The second half of a turn: what was gathered is committed when it is time.

extension Worker {
    /// Refused in every form: nothing more can be done with the record.
    static let beyondHelp = 4
    /// Outputs that go to the producer before the commit, so that it can send while we work.
    static let aheadBytes = 256 << 10

    private var isPaced: Bool { clock.monotonic - committedAt >= settings.pace }

    func publishAhead() throws(StreamError) {
        if isPaced { try publishFull() }
    }

    private func publishFull() throws(StreamError) {
        guard outbox.isFull else { return }
        publishedBytes += outbox.byteCount
        publishedInTransaction += outbox.count
        try cycle.publish(
            outbox, aheadOf: cycle.isBegun ? [] : ownTasks.filter(\.isTouched))
    }

    /// Commits as soon as the input runs dry, and after a bounded time or size where it does not;
    /// but never sooner after the last commit than the broker likes (invariant 12).
    func commitIfDue(isWorking: Bool) throws(StreamError) {
        guard let since = gatheringSince else { return reportIdle() }
        let isLong = clock.monotonic - since >= settings.commitInterval
        let isDry = ranDry && applied == batch.pointee.count && !isWorking
        guard isDry || isLong || isFull || applied >= cap else { return }
        let early = committedAt + settings.pace - clock.monotonic
        guard early <= 0 else {
            // What comes meanwhile goes with it, in a few polls instead of one for each record.
            clock.sleep(milliseconds: min(early, 2))
            return
        }
        try commit()
    }

    /// Commits everything gathered.
    func commit() throws(StreamError) {
        guard gatheringSince != nil else { return }
        guard refusal < Worker.beyondHelp else {
            throw StreamError(
                .fatal, "A record can be neither used nor set aside: \(refusalReason)")
        }
        let begun = clock.monotonic
        try flush(now: begun)
        let touched = ownTasks.filter(\.isTouched)
        if !touched.isEmpty {
            guard let membership, !source.isAssignmentLost else {
                throw StreamError(.leave, "The group took the partitions away.")
            }
            try learnLogEnds(of: touched, now: begun)
            publishedInTransaction += outbox.count
            try cycle.commit(touched, outbox, membership: membership, globals: globalPositions)
        }
        conclude(touched, begun: begun)
    }

    /// The transaction is committed: undo and records are not needed any more.
    func conclude(_ touched: [PartitionTask], begun: Int64) {
        let now = clock.monotonic
        for task in touched { task.commit(now: now) }
        for task in ownTasks where task.hasWorked { task.endUntouched() }
        let records = applied
        batch.pointee.removeFirst(applied)
        outbox.removeAll()
        (applied, gatheringSince, publishedBytes) = (0, nil, 0)
        (failures, refusal, cap) = (0, 0, batch.pointee.count > 0 ? cap : .max)
        guard !touched.isEmpty else { return }
        committedAt = now
        trim(touched, now: now)
        report(touched, records: records, duration: now - begun)
    }

    /// All tasks by turns, each a share of what is sent at once: then the first that is sent has
    /// something for the partitions of all of them, which come into the transaction in one round
    /// (`CommitCycle.enlist`).
    private func flush(now: Int64) throws(StreamError) {
        try publishFull()
        var tasks = ownTasks.filter { $0.isTouched || $0.hasWorked }
        while !tasks.isEmpty {
            for (index, task) in tasks.enumerated() {
                outbox.limit = Worker.aheadBytes * (index + 1) / tasks.count
                let before = outbox.count
                task.stageTask.flush(now: now, into: outbox)
                if outbox.count != before { task.hasWritten = true }
            }
            tasks.removeAll(where: \.stageTask.isFlushed)
            try publishFull()
        }
    }

    var globalPositions: [BlockPosition] {
        description.globals.isEmpty
            ? []
            : follower.positions.map {
                BlockPosition(topic: $0.topic, partition: $0.partition, offset: $0.offset)
            }
    }

    // MARK: - The state log's length

    /// A sweep remembers where it began. Our own count is a lower bound; now and then it is brought
    /// up to what the broker says, before anything of this transaction is in the log.
    private func learnLogEnds(of touched: [PartitionTask], now: Int64) throws(StreamError) {
        for task in touched
        where task.sweep.cursor == nil && now - task.logEndReadAt >= settings.trimInterval {
            let end = try reader.highWatermark(
                topic: description.stateTopic, partition: task.partition)
            task.learnLogEnd(end, now: now)
        }
    }

    /// Only what lies before a sweep that is whole and definitely committed; and of the stage's own
    /// inputs what is definitely committed.
    private func trim(_ touched: [PartitionTask], now: Int64) {
        for task in touched where now - task.trimmedAt >= settings.trimInterval {
            guard task.trimmableTo != nil || !description.ownInputs.isEmpty else { continue }
            task.trimmedAt = now
            if let offset = task.trimmableTo {
                trimmer.trim(
                    topic: description.stateTopic, partition: task.partition, to: offset)
                task.trimmableTo = nil
            }
            for (input, topic) in description.inputs.enumerated()
            where description.ownInputs.contains(topic) {
                trimmer.trim(
                    topic: topic, partition: task.partition, to: task.committedPositions[input])
            }
        }
    }
}
