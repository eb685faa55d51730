/// An ISO 4217 currency, as its place in the table of currencies.
package struct Currency: Hashable, Sendable {
    package var index: UInt8

    package init(index: UInt8) { self.index = index }

    /// No currency; never in a decoded record.
    package static let none = Currency(index: 0)

    /// The currency of a code of three capitals (`USD`); nil for anything else, and for the codes
    /// that are no money to pay with (`XXX`, `XTS`, gold and other units without decimals).
    package init?(code: UnsafeRawBufferPointer) {
        guard code.count == 3 else { return nil }
        let place = CurrencyTable.place(code[0], code[1], code[2])
        guard place >= 0, CurrencyTable.indices[place] != 0 else { return nil }
        index = CurrencyTable.indices[place]
    }

    /// As `init(code:)`, for configuration and tests.
    package init?(_ code: String) {
        var code = code
        guard let currency = code.withUTF8({ Currency(code: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = currency
    }

    /// How many places the table has, `none` among them.
    package static var count: Int { CurrencyTable.letters.count }

    /// How many decimals its amounts have: USD 2, JPY 0, KWD 3.
    package var decimals: Int { Int(CurrencyTable.decimals[Int(index)]) }

    /// The code's three letters, the first one lowest; zero for `none`.
    package var letters: UInt32 { CurrencyTable.letters[Int(index)] }

    /// Appends the code's three letters, as in keys.
    package func appendCode(to bytes: inout [UInt8]) {
        guard index != 0 else { return }
        bytes.append(UInt8(letters & 0xff))
        bytes.append(UInt8(letters >> 8 & 0xff))
        bytes.append(UInt8(letters >> 16))
    }

    /// The code, for people.
    package var code: String {
        var bytes: [UInt8] = []
        appendCode(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
