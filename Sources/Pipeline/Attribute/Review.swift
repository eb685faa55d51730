import Codec
import Promo
import Streams

// Work over kept orders that no record of theirs triggers: judging again when the registry or the
// rules changed, letting orders go after their retention, alerts about what waits too long. One
// pass over the table in order of key, in slices between batches. Each order's own fingerprint says
// whether it must be judged, so a crash loses nothing: the next start passes over everything.

struct Review {
    enum Scope {
        /// After a start: anything may differ.
        case everything
        /// The registry changed: orders with these codes, and the record that did it.
        case codes([UInt64: SourcePlace])
    }

    /// What a pass finds to do with one order.
    enum Finding {
        case judge(StateKey, SourcePlace?)
        case letGo(StateKey)
        case raiseOrphans(StateKey)
    }

    private struct Pass {
        var cursor = StateKey(high: 0, low: 0)
        var isEverything: Bool
        var codes: [UInt64: SourcePlace]
    }

    private struct Progress {
        var pass: Pass?
        var isEverythingQueued = false
        var queued: [UInt64: SourcePlace] = [:]
        /// The least event time at which something is to be let go.
        var nextDue = EventTime.distantFuture
        var lastPassEnded = Int64.min
    }

    private let policy: Policy
    private var progress = Progress()
    private var committedProgress = Progress()
    private var waiting = WaitingQueue()
    private var findings: [Finding] = []

    init(policy: Policy) { self.policy = policy }

    mutating func begin(_ scope: Scope) {
        switch scope {
        case .everything: progress.isEverythingQueued = true
        case .codes(let codes): progress.queued.merge(codes) { $1 }
        }
        // Not undone with a transaction: the registry is not either.
        committedProgress.isEverythingQueued = progress.isEverythingQueued
        committedProgress.queued.merge(progress.queued) { $1 }
    }

    /// An order is to be let go then.
    mutating func note(due: EventTime) { progress.nextDue = min(progress.nextDue, due) }

    /// What waits for an order has waited too long then.
    mutating func note(_ key: StateKey, orphanedAt due: EventTime) {
        waiting.push(key, due: due)
    }

    func hasWork(eventTime: EventTime, count: Int, now: Int64) -> Bool {
        hasPass(eventTime, count, now) || waiting.isDue(eventTime)
    }

    /// A pass to let orders go costs by the table's size, so it waits in proportion to it, and
    /// until it is worth it: that an order is over does not depend on it.
    private func hasPass(_ eventTime: EventTime, _ count: Int, _ now: Int64) -> Bool {
        if progress.pass != nil || progress.isEverythingQueued || !progress.queued.isEmpty {
            return true
        }
        let gathered = progress.nextDue.advanced(by: policy.retention(isCoded: false) / 64)
        guard eventTime > gathered else { return false }
        return progress.lastPassEnded == .min
            || now - progress.lastPassEnded >= Int64(count / 200)
    }

    mutating func committed() {
        committedProgress = progress
        waiting.committed()
    }

    mutating func rolledBack() {
        progress = committedProgress
        waiting.rolledBack()
    }

    /// Looks at up to `budget` entries and says what is to be done with them.
    mutating func findings(
        in store: StateTable, budget: Int, eventTime: EventTime, now: Int64
    ) -> [Finding] {
        findings.removeAll(keepingCapacity: true)
        while findings.count < budget, let key = waiting.pop(before: eventTime) {
            findings.append(.raiseOrphans(key))
        }
        if hasPass(eventTime, store.count, now) {
            slice(of: store, budget: budget, eventTime: eventTime, now: now)
        }
        return findings
    }

    private mutating func slice(
        of store: StateTable, budget: Int, eventTime: EventTime, now: Int64
    ) {
        if progress.pass == nil {
            progress.pass = Pass(
                isEverything: progress.isEverythingQueued, codes: progress.queued)
            progress.isEverythingQueued = false
            progress.queued = [:]
            progress.nextDue = .distantFuture
        }
        guard var pass = progress.pass else { return }
        var nextDue = progress.nextDue
        let next = store.scan(from: pass.cursor, limit: budget) { key, bytes in
            guard let header = FactsHeader(bytes) else {
                if let end = Remembered.end(of: bytes), eventTime > end {
                    findings.append(.letGo(key))
                }
                return
            }
            look(at: key, header, pass: pass, eventTime: eventTime, nextDue: &nextDue)
        }
        progress.nextDue = nextDue
        if let next {
            pass.cursor = next
            progress.pass = pass
        } else {
            progress.pass = nil
            progress.lastPassEnded = now
        }
    }

    private mutating func look(
        at key: StateKey, _ header: FactsHeader, pass: Pass, eventTime: EventTime,
        nextDue: inout EventTime
    ) {
        if header.flags.contains(.hasOrder) {
            let isCoded = header.codeCount > 0
            let due = header.placedAt.advanced(
                by: policy.retention(isCoded: isCoded) + policy.lateness)
            guard eventTime <= due else { return findings.append(.letGo(key)) }
            nextDue = min(nextDue, due)
            let hasResponses = header.flags.contains(.hasResponses)
            guard isCoded || hasResponses else { return }
            if pass.isEverything { return findings.append(.judge(key, nil)) }
            // Which creators a response names is not in the header; the fingerprint tells.
            if hasResponses, let source = pass.codes.first?.value {
                return findings.append(.judge(key, source))
            }
            for index in 0..<header.codeCount {
                if let source = pass.codes[header.codeHash(index)] {
                    return findings.append(.judge(key, source))
                }
            }
        } else if pass.isEverything, header.flags.contains(.awaitsAlert) {
            // After a start the queue is empty: it is derived from the orders' states.
            waiting.push(key, due: header.placedAt.advanced(by: policy.lateness))
        }
    }
}
