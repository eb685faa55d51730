// Reading what was published: signed amounts and counts, by the oracle's own reader.

enum PublishedFigures {
    /// A count is an integer, an amount is decimal text with exactly the currency's decimals; both
    /// may be negative. nil if it is neither.
    static func figure(
        _ value: PlainValue?, _ measure: Measure, _ currency: PlainCurrency
    ) -> Int128? {
        switch value {
        case .number(let token) where !measure.isMoney: return signed(token, decimals: 0)
        case .string(let token) where measure.isMoney:
            return signed(token, decimals: currency.decimals)
        default: return nil
        }
    }

    private static func signed(_ token: [UInt8], decimals: Int) -> Int128? {
        let isNegative = token.first == UInt8(ascii: "-")
        guard let decimal = PlainDecimal(isNegative ? Array(token.dropFirst()) : token),
            decimal.scale == decimals, let amount = decimal.exact(decimals: decimals)
        else { return nil }
        return isNegative ? -amount : amount
    }
}

extension PlainValue {
    /// The member of that name, null or not; for objects whose members are known by list.
    func member(_ name: String) -> PlainValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name.elementsEqual(name.utf8) }?.value
    }

    /// As it stands in the record, for people.
    var excerpt: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let token): String(decoding: token, as: UTF8.self)
        case .string(let text): "\"\(String(decoding: text, as: UTF8.self))\""
        case .array, .tooDeepToMatter: "an array"
        case .object: "an object"
        }
    }
}
