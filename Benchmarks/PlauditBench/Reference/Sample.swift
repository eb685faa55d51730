import Streams

/// Some megabytes of a topic that compress as the whole does: stretches evenly spread over all its
/// bytes. What came first would not do: a young scorecard holds small numbers.
struct Sample {
    /// Little enough to stay out of the way.
    private static let limit = 8 << 20
    /// More than the compression looks back.
    private static let stretch = 128 << 10

    /// The stretches taken, one behind the other; only the last may be unfinished.
    private(set) var bytes: [UInt8] = []
    /// One stretch of so many is taken.
    private var stride = 1
    private var passed = 0

    mutating func add(_ record: Record) {
        if let key = record.key { add(key) }
        if let value = record.value { add(value) }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if passed % Self.stretch == 0, self.bytes.count >= Self.limit { thin() }
            let part = rest.prefix(Self.stretch - passed % Self.stretch)
            if passed / Self.stretch % stride == 0 { self.bytes.append(contentsOf: part) }
            passed += part.count
            rest = rest.dropFirst(part.count)
        }
    }

    /// Lets every second stretch go.
    private mutating func thin() {
        stride *= 2
        let kept = Swift.stride(from: 0, to: bytes.count, by: 2 * Self.stretch)
        bytes = Array(kept.map { bytes[$0..<min($0 + Self.stretch, bytes.count)] }.joined())
    }
}
