internal import CMeasure
import Glibc

/// What a stretch of work on this thread cost.
struct Cost {
    var nanoseconds: Int64 = 0
    var allocations: UInt64 = 0

    static func += (a: inout Cost, b: Cost) {
        a.nanoseconds += b.nanoseconds
        a.allocations += b.allocations
    }

    /// CPU time of this thread, and allocations of the process, while `work` runs.
    static func of(_ work: () -> Void) -> Cost {
        let before = now()
        work()
        let after = now()
        return Cost(
            nanoseconds: after.nanoseconds - before.nanoseconds,
            allocations: after.allocations - before.allocations)
    }

    private static func now() -> Cost {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Cost(
            nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
            allocations: measure_allocations())
    }
}
