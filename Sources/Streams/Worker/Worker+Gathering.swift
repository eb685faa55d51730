// The first half of a turn: records come in, and are applied to memory.

extension Worker {
    /// Partitions whose records are still to be applied are not read on: after a failure the batch
    /// is worked off in smaller transactions first.
    func poll() throws(StreamError) -> Rebalance? {
        let isBehind = applied < batch.pointee.count
        let wait = isBehind ? 0 : pollTimeout()
        do throws(StreamError) {
            let before = batch.pointee.count
            let rebalance = try source.poll(
                timeout: wait, limit: isBehind ? 0 : settings.pollLimit
            ) { batch.pointee.append($0) }
            ranDry = batch.pointee.count - before < settings.pollLimit
            return rebalance
        } catch {
            guard error.consequence == .retry || error.consequence == .unavailable,
                !settings.failsFast
            else { throw error }
            monitor.update { $0.state = .waiting(error.message) }
            clock.sleep(milliseconds: 50)
            return nil
        }
    }

    /// Long when nothing happens; short for a while after something did, since work may come due
    /// that no record announces; none while there is something to do.
    private func pollTimeout() -> Int32 {
        if hasGathered || hasWork { return 0 }
        return clock.monotonic - activeAt < 1000 ? 5 : 100
    }

    /// Something was applied that is not committed yet.
    var hasGathered: Bool { gatheringSince != nil }

    /// Applies what was polled, up to the size that one transaction may have. A record counts only
    /// if its task is ours now and its offset is at or past the task's position (invariant 7).
    func applyBatch() {
        let batch = batch
        let end = min(batch.pointee.count, cap)
        var index = applied
        if index < end { noteActivity() }
        defer { applied = index }
        while index < end {
            if index & 63 == 0, isFull { return }
            defer { index += 1 }
            let later = index + Worker.lookahead
            if later + Worker.lookahead < end {
                batch.pointee.prefetch(later + Worker.lookahead)
            }
            if later < end { expect(batch.pointee[later]) }
            let record = batch.pointee[index]
            guard let task = task(of: record.partition), task.owns(record) else { continue }
            let before = outbox.count
            if index == 0, refusal > 0 {
                setAside(record)
            } else {
                task.stageTask.process(record, into: outbox)
            }
            if outbox.count != before { task.hasWritten = true }
            task.advance(past: record)
        }
    }

    /// So many records before one is applied, its state is asked for; and twice as many before, its
    /// own bytes, which say where its state is.
    package static let lookahead = 4

    @inline(__always)
    private func expect(_ record: Record) { task(of: record.partition)?.stageTask.expect(record) }

    /// Gives every task that has something to do a slice of time. True if that changed anything:
    /// what changed nothing waits for its flush, or only looked.
    func work() -> Bool {
        hasWork = false
        guard !isFull else { return false }
        let (before, now) = (gatheredBytes, clock.monotonic)
        for task in ownTasks where task.stageTask.hasWork(now: now) {
            hasWork = true
            let before = outbox.count
            task.stageTask.work(budget: settings.workBudget, now: now, into: outbox)
            if outbox.count != before { task.hasWritten = true }
            task.hasWorked = true
            noteActivity()
        }
        return gatheredBytes != before
    }

    /// Empties what was kept under settings that do not hold any more.
    func beginAnew() {
        for task in ownTasks where task.stageTask.startsFromBeginning {
            task.stageTask.beginAnew()
            noteActivity()
        }
    }

    /// Applies what has come on the global topics. Not undone by an abort: they are the same for
    /// everybody, whatever becomes of our transactions.
    func followGlobals() throws(StreamError) {
        let now = clock.monotonic
        guard !description.globals.isEmpty, now - globalsPolledAt >= 10 else { return }
        globalsPolledAt = now
        var hasChanged = false
        try follower.poll(limit: settings.pollLimit) { record in
            stage.applyGlobal(record)
            hasChanged = true
        }
        if hasChanged { for task in ownTasks { task.stageTask.globalsChanged() } }
    }

    /// Output and state of the running transaction, in bytes.
    var gatheredBytes: Int {
        var bytes = publishedBytes + outbox.byteCount
        for task in ownTasks { bytes += task.table.changedByteCount }
        return bytes
    }

    var isFull: Bool { gatheredBytes >= settings.commitMaxBytes }

    func task(of partition: Int32) -> PartitionTask? {
        Int(partition) < tasks.count ? tasks[Int(partition)] : nil
    }

    private func noteActivity() {
        guard gatheringSince == nil else { return }
        let now = clock.monotonic
        gatheringSince = now
        activeAt = now
        monitor.update { ($0.isIdle, $0.idleSince) = (false, nil) }
    }

    private func setAside(_ record: Record) {
        let bare = Record(
            topic: record.topic, partition: record.partition, offset: record.offset,
            timestamp: record.timestamp, key: record.key,
            value: refusal == 1 ? record.value : nil)
        if !stage.setAside(bare, why: refusalReason, into: outbox) { refusal = Worker.beyondHelp }
    }
}
