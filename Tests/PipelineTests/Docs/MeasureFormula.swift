/// A measure's formula as the schema writes it: `net ÷ orders`, `gross − discount − returns`.
struct MeasureFormula {
    struct Failure: Error, CustomStringConvertible { var description: String }

    let measure: String
    private let isRatio: Bool
    private let dividend: [(sign: Int128, measure: String)]
    private let divisor: [(sign: Int128, measure: String)]

    /// nil where the measure has none.
    init?(_ member: JSONValue.Member) throws {
        guard let text = member.value["x-formula"]?.string else { return nil }
        measure = member.name
        isRatio = member.value["x-unit"]?.string == "ratio"
        let sides = text.split(separator: " ÷ ")
        guard 1...2 ~= sides.count else { throw Failure(description: text) }
        dividend = try Self.sum(sides[0])
        divisor = sides.count == 2 ? try Self.sum(sides[1]) : []
    }

    /// `a`, `a − b` or `(a + b)`.
    private static func sum(_ text: Substring) throws -> [(sign: Int128, measure: String)] {
        var sign: Int128 = 1
        var terms: [(sign: Int128, measure: String)] = []
        for word in text.filter({ $0 != "(" && $0 != ")" }).split(separator: " ") {
            switch word {
            case "−": sign = -1
            case "+": sign = 1
            default:
                guard word.allSatisfy({ $0.isLetter || $0 == "_" }) else {
                    throw Failure(description: String(text))
                }
                terms.append((sign, String(word)))
            }
        }
        return terms
    }

    /// In minor units or counts, a ratio in ten-thousandths, rounded half even; nil where it is
    /// null: the divisor is 0, or of the margin a cost is missing.
    func value(of figures: JSONValue) -> Int128? {
        func sum(_ terms: [(sign: Int128, measure: String)]) -> Int128 {
            terms.reduce(0) { $0 + $1.sign * Self.digits(figures[$1.measure]?.figure ?? "") }
        }
        if measure == "margin", figures["uncosted_units"]?.figure != "0" { return nil }
        guard !divisor.isEmpty else { return sum(dividend) }
        let below = sum(divisor)
        guard below != 0 else { return nil }
        let above = sum(dividend) * (isRatio ? 10_000 : 1)
        let isNegative = (above < 0) != (below < 0)
        let (whole, rest) = above.magnitude.quotientAndRemainder(dividingBy: below.magnitude)
        let twice = rest * 2
        var quotient = Int128(whole)
        if twice > below.magnitude || twice == below.magnitude && quotient % 2 == 1 {
            quotient += 1
        }
        return isNegative ? -quotient : quotient
    }

    /// A figure without its point: minor units, or ten-thousandths.
    static func digits(_ figure: String) -> Int128 { Int128(figure.filter { $0 != "." }) ?? 0 }
}
