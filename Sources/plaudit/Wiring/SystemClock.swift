import Foundation
import Glibc
import Streams

/// The live clock of the workers.
final class SystemClock: Clock {
    private static let start = ContinuousClock.now

    var monotonic: Int64 { (ContinuousClock.now - Self.start).milliseconds }

    var wall: Int64 { Int64((Date.now.timeIntervalSince1970 * 1000).rounded(.down)) }

    func sleep(milliseconds: Int64) { usleep(UInt32(max(0, milliseconds)) * 1000) }
}
