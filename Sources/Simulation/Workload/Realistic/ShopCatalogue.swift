// What the realistic shop sells.

package struct ShopProduct: Sendable {
    package let sku: [UInt8]
    /// Cents.
    package let price: Int
    package let cost: Int

    package static let all: [ShopProduct] = {
        let kinds = ["SERUM", "CREAM", "TONER", "CLEANSER", "BALM", "MASK", "OIL", "MIST"]
        let lines = ["GLOW", "CALM", "CLEAR", "NIGHT", "DEW", "SUN"]
        return lines.enumerated().flatMap { line, lineName in
            kinds.enumerated().map { kind, kindName in
                let price = 1200 + (kind * 7 + line * 5) % 23 * 250 - (line + kind) % 2 * 5
                return ShopProduct(
                    sku: Array("\(lineName)-\(kindName)-\(30 + kind * 10)ML".utf8), price: price,
                    cost: price * (24 + (kind + line) % 9) / 100)
            }
        }
    }()
}
