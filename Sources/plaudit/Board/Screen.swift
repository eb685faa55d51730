// The leaderboard on a terminal: pure text, so that it can be tested.

package struct Screen {
    /// What stands above the table.
    package struct Status: Sendable {
        package var title = ""
        package var lines: [String] = []
        package init() {}
    }

    package static func table(_ rows: [BoardRow], currency: String) -> [String] {
        guard !rows.isEmpty else { return ["   no creator has been credited yet"] }
        var lines = ["  #     creator                       net revenue    orders       returns"]
        for row in rows {
            let arrow = row.climbed > 0 ? "▲" : row.climbed < 0 ? "▼" : " "
            let net = "\(grouped(row.net)) \(currency)"
            lines.append(
                right("\(row.rank)", 3) + "  \(arrow)  " + left(row.name, 24)
                    + right(net, 17) + right(grouped("\(row.orders)"), 10)
                    + right(grouped(row.returns), 14))
        }
        return lines
    }

    /// `12345.60` as `12,345.60`.
    package static func grouped(_ number: String) -> String {
        let parts = number.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return number }
        let digits = whole.drop { $0 == "-" }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        let sign = whole.hasPrefix("-") ? "-" : ""
        return sign + text + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// Cut or filled to `width`, text on the left.
    static func left(_ text: String, _ width: Int) -> String {
        guard text.count > width else {
            return text + String(repeating: " ", count: width - text.count)
        }
        return text.prefix(width - 1) + "…"
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
