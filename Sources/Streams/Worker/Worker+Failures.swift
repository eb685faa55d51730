// Errors by consequence: retry, abort, rebuild, read back, leave, die. Nothing else is asked of an
// error, and no error is passed over.

extension Worker {
    /// Brings the worker back to where it can go on, or throws what it cannot mend.
    func settle(_ error: StreamError) throws(StreamError) {
        switch error.consequence {
        case .unavailable where settings.failsFast: throw error
        case .retry, .abort, .unavailable:
            try takeBack()
            backOff()
        case .badRecord:
            try narrow(error)
        case .rebuild, .unknownOutcome:
            try readBack()
        case .leave:
            try leave()
        case .outOfRange:
            throw StreamError(
                .topicsChanged,
                "\(error.message) Records were deleted before they were read. Choose: `plaudit "
                    + "reset` to rebuild from what is left, or bring the topic back.")
        case .fenced, .unauthorised, .topicsChanged, .fatal:
            throw error
        }
    }

    /// Abort, undo; the same records will be applied again. Microseconds, not a restore.
    private func takeBack() throws(StreamError) {
        do throws(StreamError) {
            try cycle.abort()
        } catch {
            return try readBack()
        }
        rollBack()
    }

    /// The same for tasks that are let go: should the transaction have been committed for all that,
    /// their number says so when they come back.
    func undo() throws(StreamError) {
        do throws(StreamError) {
            try cycle.abort()
        } catch {
            try rebuild()
        }
        rollBack()
    }

    /// Takes the running transaction's changes back in memory. Twice in a row: half as many records
    /// the next time, since time or size may be what it fails of.
    func rollBack() {
        for task in ownTasks { task.rollback() }
        outbox.removeAll()
        failures += 1
        if failures >= 2, applied > 1 { cap = max(1, applied / 2) }
        resetTransaction()
        monitor.update { $0.transactionsAborted += 1 }
    }

    func resetTransaction() {
        (applied, gatheringSince) = (0, nil)
        (publishedBytes, publishedInTransaction) = (0, 0)
    }

    /// The broker refuses for good what these records make. Alone, a record is set aside.
    private func narrow(_ error: StreamError) throws(StreamError) {
        let count = applied
        guard count > 0 || failures < 3 else {
            throw StreamError(.fatal, "What no record caused cannot be produced: \(error.message)")
        }
        try takeBack()
        guard count == 1, failures > 1 else { return }
        refusal += 1
        refusalReason = error.message
        if refusal > 2 {
            throw StreamError(.fatal, "A record cannot even be set aside: \(error.message)")
        }
    }

    /// A new producer of our id, however long it takes: it fences what was before and decides the
    /// open transaction.
    func rebuild() throws(StreamError) {
        try patiently { () throws(StreamError) in try self.cycle.retire() }
    }

    /// The commit may have happened: one that had begun may be carried to its end while its
    /// producer is closed. The new producer has decided it; the number beside the committed
    /// offsets tells how (invariants 2 and 10).
    private func readBack() throws(StreamError) {
        let begun = clock.monotonic
        try rebuild()
        let touched = ownTasks.filter(\.isTouched)
        var committed: [InputPosition] = []
        try patiently { () throws(StreamError) in
            committed = try self.source.committed(partitions: touched.map(\.partition))
        }
        let numbers = touched.map { task in
            committed.filter { $0.partition == task.partition && $0.offset >= 0 }
                .compactMap { TransactionNumber.parse($0.metadata) }.max() ?? 0
        }
        if zip(touched, numbers).allSatisfy({ $0.number + 1 == $1 }) {
            conclude(touched, begun: begun)
        } else if zip(touched, numbers).allSatisfy({ $0.number == $1 }) {
            rollBack()
            backOff()
        } else {
            // Somebody went on from where we were: the partitions are not ours any more.
            try leave()
        }
    }

    /// The first try again is at once, then slower and slower.
    private func backOff() {
        guard failures > 1 else { return }
        clock.sleep(milliseconds: min(1 << Int64(min(failures, 10)), 1000))
    }

    /// The same call until it succeeds or cannot any more; the group is served meanwhile.
    func patiently(_ call: () throws(StreamError) -> Void) throws(StreamError) {
        var pause: Int64 = 1
        let begun = clock.monotonic
        while true {
            do throws(StreamError) {
                return try call()
            } catch {
                switch error.consequence {
                case .fenced, .unauthorised, .topicsChanged, .fatal: throw error
                case .unavailable where settings.failsFast: throw error
                default: break
                }
                if stop.isRaised, clock.monotonic - begun > 4000 { throw error }
                monitor.update { $0.state = .waiting(error.message) }
                clock.sleep(milliseconds: pause)
                pause = min(pause * 2, 1000)
                serveGroup()
            }
        }
    }

    /// Answers the group while something else takes its time; records are not taken.
    func serveGroup() {
        guard pendingRebalance == nil else { return }
        do throws(StreamError) {
            pendingRebalance = try source.poll(timeout: 0, limit: 0) { _ in }
        } catch {
            // What matters comes again with the next poll.
        }
    }
}
