import Streams
import Testing

struct DurationHistogramTests {
    @Test func `a quantile is right to within an eighth`() {
        var histogram = DurationHistogram()
        for value in Int64(0)..<10_000 { histogram.record(value) }
        #expect(histogram.count == 10_000)
        for share in [0.01, 0.5, 0.9, 0.99] {
            let exact = 10_000 * share
            #expect(abs(Double(histogram.quantile(share)) - exact) <= exact / 8 + 1)
        }
    }

    @Test func `small values are exact, huge and negative ones fit somewhere`() {
        var histogram = DurationHistogram()
        for value: Int64 in [3, 3, 3, .max, -5] { histogram.record(value) }
        #expect(histogram.quantile(0.5) == 3)
        #expect(histogram.quantile(0.1) == 0)
    }
}
