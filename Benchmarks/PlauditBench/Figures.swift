/// Numbers for people: right-aligned columns, decimals without Foundation's formatters.
enum Figures {
    /// `value` with `decimals` digits behind the point.
    static func text(_ value: Double, decimals: Int = 0) -> String {
        guard value.isFinite else { return "-" }
        var unit = 1
        for _ in 0..<decimals { unit *= 10 }
        let scaled = Int((value * Double(unit)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = String(unit + abs(scaled) % unit).dropFirst()
        return (scaled < 0 ? "-" : "") + "\(abs(scaled) / unit).\(fraction)"
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
