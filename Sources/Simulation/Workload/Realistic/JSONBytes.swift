// Writes the shops' JSON as bytes, into a buffer that is used again.

/// Appends; knows nothing of structure. Texts are given as they stand in JSON.
package struct JSONBytes: Sendable {
    package var bytes: [UInt8] = []

    package init() {}

    package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    package mutating func write(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func write(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// A whole number, with zeros before it up to `width`.
    package mutating func write(_ number: Int, width: Int = 1) {
        var divisor = 1
        var digits = 1
        while divisor <= number / 10 {
            divisor *= 10
            digits += 1
        }
        for _ in 0..<max(0, width - digits) { bytes.append(0x30) }
        while divisor > 0 {
            bytes.append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// Cents as decimal text in quotes.
    package mutating func write(cents: Int) {
        bytes.append(UInt8(ascii: "\""))
        write(cents / 100)
        bytes.append(UInt8(ascii: "."))
        write(cents % 100, width: 2)
        bytes.append(UInt8(ascii: "\""))
    }

    /// ms since the epoch as RFC 3339 in quotes, UTC.
    package mutating func write(time: Int64) {
        let days = PlainTime.floorDivide(time, 86_400_000)
        let rest = Int(time - days * 86_400_000)
        let date = PlainTime.civil(days)
        bytes.append(UInt8(ascii: "\""))
        write(Int(date.year), width: 4)
        bytes.append(UInt8(ascii: "-"))
        write(Int(date.month), width: 2)
        bytes.append(UInt8(ascii: "-"))
        write(Int(date.day), width: 2)
        bytes.append(UInt8(ascii: "T"))
        write(rest / 3_600_000, width: 2)
        bytes.append(UInt8(ascii: ":"))
        write(rest / 60_000 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        write(rest / 1000 % 60, width: 2)
        bytes.append(UInt8(ascii: "."))
        write(rest % 1000, width: 3)
        write("Z\"")
    }
}
