import Synchronization

/// Asks a worker, from any thread, to end its transaction and return.
package final class StopSignal: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package var isRaised: Bool { flag.load(ordering: .acquiring) }

    package func raise() { flag.store(true, ordering: .releasing) }
}
