// The many ways in which JSON says one thing: what is equal must be read as equal.

/// Spells values as JSON, now one way, now another.
struct Spelling {
    var numbers: SeededGenerator

    /// Some characters are escaped, some not.
    mutating func text(_ text: String) -> String {
        let escapesAll = numbers.chance(20)
        var json = "\""
        for scalar in text.unicodeScalars {
            if escapesAll || scalar == "\"" || scalar == "\\" || scalar.value < 0x20 {
                for unit in String(scalar).utf16 { json += escape(unit) }
            } else {
                json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// Digits alone may be an integer.
    mutating func id(_ id: String) -> String {
        let isInteger =
            !id.isEmpty && id.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && !id.hasPrefix("0")
        return isInteger && numbers.chance(500) ? id : text(id)
    }

    /// Text or number, with and without further zeros.
    mutating func money(_ amount: Int, _ decimals: Int) -> String {
        var token = String(amount)
        if decimals > 0 {
            while token.count <= decimals { token = "0" + token }
            token.insert(".", at: token.index(token.endIndex, offsetBy: -decimals))
            if numbers.chance(50) { token += "00" }
            if numbers.chance(100) {
                while token.hasSuffix("0") { token.removeLast() }
                if token.hasSuffix(".") { token.removeLast() }
            }
        } else if numbers.chance(50) {
            token += ".0"
        }
        return numbers.chance(300) ? token : "\"\(token)\""
    }

    /// UTC or another zone; to the second, the millisecond or finer.
    mutating func time(_ time: Int64) -> String {
        let offset = numbers.chance(200) ? numbers.pick([-720, -450, -300, 60, 330, 570, 765]) : 0
        let local = PlainTime.write(time + Int64(offset) * 60_000)
        var seconds = String(local.prefix(19))
        let fraction = String(local.dropFirst(20).prefix(3))
        if fraction != "000" || numbers.chance(200) {
            seconds += "." + fraction + (numbers.chance(100) ? "999999" : "")
        }
        guard offset != 0 else {
            return "\"\(seconds)" + numbers.pick(["Z", "Z", "z", "+00:00", "-00:00"]) + "\""
        }
        let minutes = Int64(abs(offset))
        return "\"\(seconds)" + (offset < 0 ? "-" : "+") + PlainTime.padded(minutes / 60, 2) + ":"
            + PlainTime.padded(minutes % 60, 2) + "\""
    }

    /// Absent fields are left out or null; order, blanks and unknown fields vary.
    mutating func object(_ fields: [(name: String, json: String?)]) -> String {
        var members: [String] = []
        let blank = numbers.pick(["", "", " ", "\n  "])
        for field in fields {
            guard let json = field.json ?? (numbers.chance(60) ? "null" : nil) else { continue }
            members.append("\"\(field.name)\":\(blank)\(json)")
        }
        if numbers.chance(60) { members.append("\"note\":{\"unknown\":[\"a\",{\"a\":1,\"a\":2}]}") }
        if numbers.chance(80) { members.shuffle(using: &numbers) }
        return "{" + blank + members.joined(separator: ",\(blank)") + blank + "}"
    }

    mutating func list(_ elements: [String]) -> String {
        "[" + elements.joined(separator: ",") + "]"
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
