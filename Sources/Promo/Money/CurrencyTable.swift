// ISO 4217: the currencies that something can be paid in, and their decimals. Places are kept in
// state, so a new code goes to the end and none is ever taken out: the last row holds those that
// ended since 2020, which old orders still name.

enum CurrencyTable {
    private static let codes = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP
        BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN
        ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK
        JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
        MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP
        PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
        SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV
        WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        ANG BGN CUC HRK SLL ZWL
        """
    private static let withoutDecimals =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let withThreeDecimals = "BHD IQD JOD KWD LYD OMR TND"
    private static let withFourDecimals = "CLF UYW"

    /// By index; place 0 is `Currency.none`.
    static let letters: [UInt32] = [0] + packed(codes)

    /// By index.
    static let decimals: [UInt8] = {
        let none = packed(withoutDecimals)
        let three = packed(withThreeDecimals)
        let four = packed(withFourDecimals)
        return letters.map { code in
            if code == 0 || none.contains(code) { return 0 }
            return three.contains(code) ? 3 : four.contains(code) ? 4 : 2
        }
    }()

    /// The index of every word of three capitals, at its `place`; 0 where it is no currency.
    static let indices: [UInt8] = {
        var indices = [UInt8](repeating: 0, count: 26 * 26 * 26)
        for (index, code) in letters.enumerated() where code != 0 {
            let (first, second) = (UInt8(code & 0xff), UInt8(code >> 8 & 0xff))
            indices[place(first, second, UInt8(code >> 16))] = UInt8(index)
        }
        return indices
    }()

    /// -1 unless all three are capitals.
    static func place(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        let (a, b, c) = (Int(first) - 65, Int(second) - 65, Int(third) - 65)
        guard 0..<26 ~= a, 0..<26 ~= b, 0..<26 ~= c else { return -1 }
        return (a * 26 + b) * 26 + c
    }

    private static func packed(_ codes: String) -> [UInt32] {
        codes.split(whereSeparator: \.isWhitespace).map { code in
            code.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
