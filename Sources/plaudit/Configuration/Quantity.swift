// Quantities as people write them in a configuration: 24h, 400d, 50ms, 512KiB.

/// Reads and writes durations and byte counts. Whole numbers only: "1.5h" is "90m".
package enum Quantity {
    private static let durations: [(unit: String, size: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1),
    ]
    private static let sizes: [(unit: String, size: Int64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000),
        ("MB", 1_000_000), ("kB", 1000), ("B", 1), ("", 1),
    ]

    /// Milliseconds of `400d`, `1h30m`, `50ms`; nil where it is not a duration or exceeds Int64.
    package static func milliseconds(_ text: String) -> Int64? {
        var rest = text[...]
        var sum: Int64 = 0
        repeat {
            guard let part = take(&rest, durations) else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(part)
            if overflow { return nil }
            sum = next
        } while !rest.isEmpty
        return sum
    }

    /// Bytes of `1MiB`, `64kB`, `1000`; nil where it is not a size or exceeds Int64.
    package static func bytes(_ text: String) -> Int64? {
        var rest = text[...]
        guard let size = take(&rest, sizes), rest.isEmpty else { return nil }
        return size
    }

    /// The shortest way to write `milliseconds` in one unit.
    package static func text(milliseconds: Int64) -> String {
        guard milliseconds != 0 else { return "0ms" }
        let unit = durations.first { $0.unit != "w" && milliseconds % $0.size == 0 }
        return unit.map { "\(milliseconds / $0.size)\($0.unit)" } ?? "\(milliseconds)ms"
    }

    package static func text(bytes: Int64) -> String {
        let unit = sizes.first { $0.unit.hasSuffix("iB") && bytes > 0 && bytes % $0.size == 0 }
        return unit.map { "\(bytes / $0.size)\($0.unit)" } ?? "\(bytes)"
    }

    private static func take(_ rest: inout Substring, _ units: [(unit: String, size: Int64)])
        -> Int64?
    {
        let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
        guard let count = Int64(digits) else { return nil }
        let afterDigits = rest.dropFirst(digits.count)
        let name = afterDigits.prefix { $0.isLetter }
        guard let unit = units.first(where: { $0.unit == name }) else { return nil }
        rest = afterDigits.dropFirst(name.count)
        let (product, overflow) = count.multipliedReportingOverflow(by: unit.size)
        return overflow ? nil : product
    }
}
