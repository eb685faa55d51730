// Spoils records at random: bytes that come, go or change, values in place of values. What is made
// of a mutant must be the same everywhere, be it a dead letter or a rather odd order.

struct RecordMutator {
    var numbers: SeededGenerator

    /// One mutant; rarely with a second mutation.
    mutating func mutant(of value: [UInt8]) -> [UInt8] {
        var mutant = value
        for _ in 0..<numbers.pick([1, 1, 1, 2]) where !mutant.isEmpty {
            let place = numbers.number(0..<mutant.count)
            switch numbers.number(0..<8) {
            case 0: mutant.remove(at: place)
            case 1: mutant.insert(numbers.pick(Self.bytes), at: place)
            case 2: mutant[place] = numbers.pick(Self.bytes)
            default: replaceValue(&mutant)
            }
        }
        return mutant
    }

    /// Some member's value by another.
    private mutating func replaceValue(_ json: inout [UInt8]) {
        let names = json.indices.filter { index in
            json[index] == UInt8(ascii: ":") && index > 0 && json[index - 1] == UInt8(ascii: "\"")
        }
        guard let colon = names.randomElement(using: &numbers) else { return }
        let end = endOfValue(json, from: colon + 1)
        json.replaceSubrange(colon + 1..<end, with: Array(numbers.pick(Self.values).utf8))
    }

    private func endOfValue(_ json: [UInt8], from start: Int) -> Int {
        var depth = 0
        var isText = false
        var index = start
        while index < json.count {
            let byte = json[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 }
                if byte == UInt8(ascii: "\"") { isText = false }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                if depth == 0 { return index }
                depth -= 1
            } else if byte == UInt8(ascii: ","), depth == 0 {
                return index
            }
            index += 1
        }
        return json.count
    }

    private static let bytes: [UInt8] =
        Array("{}[]\",:0123456789.-+eE\\ntfu \u{0}\u{7F}".utf8) + [0x80, 0xC3, 0xFF]

    private static let values = [
        "null", "true", "\"\"", "\"x\"", "0", "-1", "-0", "1.5", "1e3", "1E400", "1", "2", "\"1\"",
        "\"2\"", "99999999999999999999", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "\"9223372036854775807\"",
        "92233720368547758.07", "\"92233720368547758.08\"", "123456789012345678901234567890",
        "\"0.001\"", "0.0010", "0.015", "\"0.000000000000000000000000000000000000001\"", "\" 5\"",
        "[]", "{}", "[null]", "[{}]", "\"2026-11-01T00:00:00Z\"", "\"2099-01-01T00:00:00Z\"",
        "\"2026-11-01T00:00:00.1234567+14:00\"", "\"2026-11-10T23:59:59+23:59\"",
        "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"\\ud800\"",
        "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\u{FB01}\"", "\"USD\"", "\"JPY\"", "\"KWD\"",
        "\"exchange\"", "\"pos\"", "\"pending\"", "{\"id\":1,\"is_new\":true}",
        "[{\"code\":\"MIA1\"},{\"code\":12},{\"code\":null},{\"code\":{}}]",
        "[{\"amount\":\"1.00\"}]", "[{\"line_id\":\"1\",\"quantity\":1,\"amount\":\"3\"}]",
    ]
}

extension [ShopRecord] {
    /// The records, and behind most of them a mutant of it under the same key.
    package func withMutants(seed: UInt64) -> [ShopRecord] {
        var mutator = RecordMutator(numbers: SeededGenerator(seed: seed))
        return flatMap { record in
            guard let value = record.value, mutator.numbers.chance(600) else { return [record] }
            var mutant = record
            mutant.value = mutator.mutant(of: value)
            return [record, mutant]
        }
    }
}
