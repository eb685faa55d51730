import Promo
import Streams

// What the task does between records.

extension AttributeTask {
    func globalsChanged() {
        review.begin(.codes(stage.journal))
        stage.journalWasDelivered()
        registryAlerts?.look(at: stage.journal.keys)
    }

    /// The event time was sent on.
    var isSettled: Bool { watermark.isSent(store) }

    func hasWork(now: Int64) -> Bool {
        watermark.isDue(store, now: now) || registryAlerts?.hasWork ?? false
            || review.hasWork(eventTime: eventTime, count: store.count, now: now)
    }

    func work(budget: Int, now: Int64, into outbox: Outbox) {
        registryAlerts?.publish(store, into: outbox)
        guard review.hasWork(eventTime: eventTime, count: store.count, now: now) else { return }
        let findings = review.findings(
            in: store, budget: budget, eventTime: eventTime, now: now)
        for finding in findings {
            switch finding {
            case .judge(let key, let source):
                if isStale(key) { judgeAgain(key, source: source, into: outbox) }
            case .letGo(let key): store.remove(key)
            case .raiseOrphans(let key): raiseOrphans(key, into: outbox)
            }
        }
    }

    func rolledBack() {
        watermark.rolledBack()
        review.rolledBack()
        registryAlerts?.rolledBack()
    }

    func committed() {
        review.committed()
        registryAlerts?.committed()
    }
}
