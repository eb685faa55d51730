// One field of each kind that the contract knows. All take what `PlainValue`'s subscript gives:
// nil where the field is absent or null.

package enum FieldReading {
    /// A non-empty string, or an integer, whose digits are the id.
    package static func id(_ value: PlainValue?, _ field: StaticString) throws(Refusal) -> Bytes? {
        switch value {
        case nil: return nil
        case .string(let text) where !text.isEmpty: return Bytes(text)
        case .number(let token) where integerToken(token):
            return token == Array("-0".utf8) ? "0" : Bytes(token)
        default: throw Refusal(.bad_id, field)
        }
    }

    package static func requiredID(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Bytes {
        guard let id = try id(value, field) else { throw Refusal(.missing_field, field) }
        return id
    }

    /// A code as typed: text, or an integer's digits. Anything else is absent.
    package static func code(_ value: PlainValue?) -> Bytes? {
        switch value {
        case .string(let text): Bytes(text)
        case .number(let token) where integerToken(token): Bytes(token)
        default: nil
        }
    }

    package static func time(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Int64? {
        guard let value else { return nil }
        guard case .string(let text) = value, let time = PlainTime.read(text) else {
            throw Refusal(.bad_time, field)
        }
        return time
    }

    package static func requiredTime(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Int64 {
        guard let time = try time(value, field) else { throw Refusal(.missing_field, field) }
        return time
    }

    /// A whole number of any sign that fits Int64.
    package static func integer(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Int64? {
        guard let value else { return nil }
        guard case .number(let token) = value, integerToken(token),
            let number = Int64(String(decoding: token, as: UTF8.self))
        else { throw Refusal(.bad_field, field) }
        return number
    }

    /// A whole number ≥ 0; beyond Int64 it is `PlainDecimal.beyond`.
    package static func requiredQuantity(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Int128 {
        guard let value else { throw Refusal(.missing_field, field) }
        guard case .number(let token) = value, integerToken(token),
            let digits = PlainDecimal(token == Array("-0".utf8) ? [0x30] : token)
        else { throw Refusal(.bad_field, field) }
        return digits.roundedHalfEven(decimals: 0)
    }

    package static func flag(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Bool? {
        guard let value else { return nil }
        guard case .bool(let flag) = value else { throw Refusal(.bad_field, field) }
        return flag
    }

    /// One of a closed set of words.
    package static func word<Word: RawRepresentable<String>>(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> Word? {
        guard let value else { return nil }
        guard let text = value.text, let word = Word(rawValue: text.description) else {
            throw Refusal(.bad_field, field)
        }
        return word
    }

    /// The digits of an amount; decimal text or a number, without sign and exponent.
    package static func decimal(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> PlainDecimal? {
        switch value {
        case nil: return nil
        case .string(let token), .number(let token):
            if let decimal = PlainDecimal(token) { return decimal }
        default: break
        }
        throw Refusal(.bad_money, field)
    }

    /// Minor units, exactly.
    package static func money(
        _ value: PlainValue?, _ decimals: Int, _ field: StaticString
    ) throws(Refusal) -> Int128? {
        guard let decimal = try decimal(value, field) else { return nil }
        guard let amount = decimal.exact(decimals: decimals) else {
            throw Refusal(.bad_money, field)
        }
        return amount
    }

    package static func requiredMoney(
        _ value: PlainValue?, _ decimals: Int, _ field: StaticString
    ) throws(Refusal) -> Int128 {
        guard let amount = try money(value, decimals, field) else {
            throw Refusal(.missing_field, field)
        }
        return amount
    }

    /// Minor units of a tax, which may be finer than they are.
    package static func tax(
        _ value: PlainValue?, _ decimals: Int, _ field: StaticString
    ) throws(Refusal) -> Int128? {
        try decimal(value, field)?.roundedHalfEven(decimals: decimals)
    }

    package static func currency(_ value: PlainValue?) throws(Refusal) -> PlainCurrency {
        guard let value else { throw Refusal(.missing_field, "currency") }
        guard let text = value.text, let currency = PlainCurrency(text) else {
            throw Refusal(.bad_currency, "currency")
        }
        return currency
    }

    package static func list(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> [PlainValue]? {
        guard let value else { return nil }
        guard case .array(let values) = value else { throw Refusal(.bad_field, field) }
        return values
    }

    /// A list whose every element is an object.
    package static func objects(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> [PlainValue]? {
        guard let values = try list(value, field) else { return nil }
        for element in values {
            guard case .object = element else { throw Refusal(.bad_field, field) }
        }
        return values
    }

    package static func object(
        _ value: PlainValue?, _ field: StaticString
    ) throws(Refusal) -> PlainValue? {
        guard let value else { return nil }
        guard case .object = value else { throw Refusal(.bad_field, field) }
        return value
    }

    private static func integerToken(_ token: [UInt8]) -> Bool {
        let digits = token.first == UInt8(ascii: "-") ? token.dropFirst() : token[...]
        return digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}
