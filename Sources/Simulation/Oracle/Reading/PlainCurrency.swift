// ISO 4217: the currencies in use, or given up since 2020, by how many decimals they have.

/// A currency and its decimals.
package struct PlainCurrency: Hashable, Sendable {
    package let code: Bytes
    package let decimals: Int

    /// nil if ISO 4217 does not list the code, or gives it no decimals (gold, testing, none).
    package init?(_ code: Bytes) {
        guard let decimals = Self.decimalsByCode[code] else { return nil }
        self.code = code
        self.decimals = decimals
    }

    /// An amount of minor units as decimal text.
    package func text(_ amount: Int128) -> String {
        let digits = String(amount.magnitude)
        guard decimals > 0 else { return (amount < 0 ? "-" : "") + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -decimals)
        return (amount < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }

    private static let decimalsByCode: [Bytes: Int] = {
        var table: [Bytes: Int] = [:]
        for (decimals, codes) in codesByDecimals {
            for code in codes.split(separator: " ") { table[Bytes(String(code))] = decimals }
        }
        return table
    }()

    private static let codesByDecimals: [(Int, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN \
            BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB \
            EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS \
            KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
            MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD \
            SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS \
            UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG CUC HRK SLL ZWL
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]
}
