import Glibc

/// A moment after which waiting ends, on the monotonic clock. librdkafka's own waits may return
/// early or late: loops count on this.
struct Deadline {
    private let end: Int64

    init(milliseconds: Int32) {
        end = Deadline.now + Int64(milliseconds)
    }

    /// ms left, at least 0.
    var remaining: Int32 { Int32(clamping: max(0, end - Deadline.now)) }

    var isOver: Bool { Deadline.now >= end }

    /// ms left, at most `limit`.
    func remaining(atMost limit: Int32) -> Int32 { min(limit, remaining) }

    /// ms since some fixed moment.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    static func sleep(milliseconds: Int32) {
        usleep(UInt32(milliseconds) * 1000)
    }
}
