/// Counts of durations in log-linear buckets: eight for each doubling, so a quantile is right to
/// within an eighth.
package struct DurationHistogram: Sendable, Equatable {
    /// A day; what takes longer counts as that.
    private static let longest: Int64 = 86_400_000
    package private(set) var counts: [Int] = Array(
        repeating: 0, count: bucket(of: longest) + 1)
    package private(set) var count = 0
    package private(set) var sum: Int64 = 0

    package init() {}

    package mutating func record(_ milliseconds: Int64) {
        let value = min(max(0, milliseconds), DurationHistogram.longest)
        counts[DurationHistogram.bucket(of: value)] += 1
        count += 1
        sum += value
    }

    /// The largest duration of the bucket that the `share` (0…1) of all falls into, in ms.
    package func quantile(_ share: Double) -> Int64 {
        var left = Int((Double(count) * share).rounded(.up))
        for (index, bucket) in counts.enumerated() {
            left -= bucket
            if left <= 0, bucket > 0 { return DurationHistogram.end(of: index) - 1 }
        }
        return 0
    }

    /// Below 8 each value is a bucket; then eight a doubling.
    static func bucket(of value: Int64) -> Int {
        guard value >= 8 else { return Int(value) }
        let doubling = 63 - value.leadingZeroBitCount
        return (doubling - 2) * 8 + Int(value >> Int64(doubling - 3)) - 8
    }

    /// The first duration behind a bucket.
    package static func end(of bucket: Int) -> Int64 {
        guard bucket >= 8 else { return Int64(bucket) + 1 }
        return Int64(bucket % 8 + 9) << Int64(bucket / 8 - 1)
    }
}
