import Streams

/// Time that passes only when somebody waits.
package final class SimulatedClock: Clock {
    package private(set) var monotonic: Int64 = 1_000_000
    private let epoch: Int64

    package init(epoch: Int64 = 1_790_000_000_000) { self.epoch = epoch }

    package var wall: Int64 { epoch + monotonic }

    package func sleep(milliseconds: Int64) { advance(by: milliseconds) }

    package func advance(by milliseconds: Int64) { monotonic += max(0, milliseconds) }
}
