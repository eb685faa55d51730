// A believable shop for demos and benchmarks: orders of about 470 bytes, half of them with a
// creator's code, and refunds some time after them. Cheap: bytes are written, nothing else.

/// What the realistic shop sends next.
package enum ShopEvent: Sendable { case order, refund }

package final class RealisticShop {
    package struct RegistryRecord: Sendable {
        package var key: [UInt8]
        package var value: [UInt8]
    }

    package let creators: ShopCreators
    /// Orders with a code, and orders that are refunded, of a thousand.
    private let codedPermille: Int
    private let refundedPermille: Int
    private var numbers: SeededGenerator
    private let seed: UInt64
    private var key = JSONBytes()
    private var value = JSONBytes()
    private var orders = 0
    private var refunds = ShopRefunds()
    private let codes: [[UInt8]]
    /// As customers type them.
    private let typedCodes: [[UInt8]]

    package init(
        seed: UInt64, creators: Int, codedPermille: Int = 500, refundedPermille: Int = 50
    ) {
        self.seed = seed
        self.codedPermille = codedPermille
        self.refundedPermille = refundedPermille
        let all = ShopCreators(count: creators)
        self.creators = all
        numbers = SeededGenerator(seed: seed)
        codes = (0..<creators).map { Array(all.code($0).utf8) }
        typedCodes = (0..<creators).map { Array(all.code($0).lowercased().utf8) }
    }

    /// Lends the key of the event that `next` made; it is the order's id.
    package func withKey<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try key.bytes.withUnsafeBytes(body)
    }

    /// Lends the value of the event that `next` made.
    package func withValue<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try value.bytes.withUnsafeBytes(body)
    }

    /// One assignment a creator, valid from `start` (ms) on.
    package func registry(validFrom start: Int64) -> [RegistryRecord] {
        (0..<creators.count).map { creator in
            value.clear()
            value.write("{\"code\":\"")
            value.write(codes[creator])
            value.write("\",\"creator_id\":\"")
            value.write(Array(creators.id(creator).utf8))
            value.write("\",\"creator_name\":\"")
            value.write(Array(creators.fullName(creator).utf8))
            value.write("\",\"handles\":[\"")
            value.write(Array(creators.handle(creator).utf8))
            value.write("\"],\"campaign_id\":\"")
            value.write(Array(creators.campaign(creator).utf8))
            value.write("\",\"channel\":\"")
            value.write(Array(creators.channel(creator).utf8))
            value.write("\",\"valid_from\":")
            value.write(time: start)
            value.write(",\"offer\":{\"kind\":\"percent\",\"value\":\"")
            value.write(creators.percent(creator))
            value.write("\"}}")
            return RegistryRecord(key: codes[creator], value: value.bytes)
        }
    }

    /// Makes the next event, at `moment` (ms): an order placed then, or a refund of an earlier one.
    /// Moments must not fall.
    package func next(at moment: Int64) -> ShopEvent {
        if let refund = refunds.due(after: orders) {
            writeRefund(refund, moment)
            return .refund
        }
        writeOrder(moment)
        orders += 1
        return .order
    }

    /// The moment of the nth of `count` orders that are spread over `days` before `now`.
    package static func moment(
        _ n: Int, of count: Int, days: Int, before now: Int64
    ) -> Int64 {
        let span = Int64(days) * 86_400_000
        return now - span + Int64(Int128(span) * Int128(n) / Int128(max(1, count)))
    }

    private func writeID(_ order: Int) {
        key.clear()
        key.write("o-")
        key.write(Int(seed % 10_000))
        key.write("-")
        key.write(order, width: 8)
    }

    private func writeOrder(_ moment: Int64) {
        writeID(orders)
        let creator = numbers.chance(codedPermille) ? creators.draw(&numbers) : nil
        value.clear()
        value.write("{\"order_id\":\"")
        value.write(key.bytes)
        value.write("\",\"version\":1,\"placed_at\":")
        value.write(time: moment)
        value.write(",\"currency\":\"USD\",\"sales_channel\":\"")
        let channel = numbers.number(0..<10)
        value.write(channel < 6 ? "online" : channel < 9 ? "app" : "pos")
        value.write("\",\"customer\":{\"id\":\"c-")
        value.write(numbers.number(100_000..<1_000_000))
        value.write(numbers.chance(350) ? "\",\"is_new\":true}" : "\",\"is_new\":false}")
        if let creator { writeCodes(creator) }
        value.write(",\"lines\":[")
        let lines = numbers.pick([1, 2, 2, 2, 2, 3])
        for line in 1...lines {
            if line > 1 { value.write(",") }
            writeLine(line, creator)
        }
        value.write("],\"shipping\":\"5.95\",\"shipping_tax\":\"0.48\"}")
        if numbers.chance(refundedPermille) {
            refunds.plan(
                order: orders, lines: lines, after: orders + numbers.number(10..<2000))
        }
    }

    private func writeCodes(_ creator: Int) {
        value.write(",\"codes\":[{\"code\":\"")
        value.write(numbers.chance(80) ? typedCodes[creator] : codes[creator])
        value.write("\"}]")
    }

    private func writeLine(_ line: Int, _ creator: Int?) {
        let product = numbers.pick(ShopProduct.all)
        let quantity = numbers.pick([1, 1, 1, 2, 3])
        let price = product.price * quantity
        let percent = creator.map { creators.percent($0) } ?? 0
        let discount = price * percent / 100
        value.write("{\"line_id\":\"")
        value.write(line)
        value.write("\",\"sku\":\"")
        value.write(product.sku)
        value.write("\",\"quantity\":")
        value.write(quantity)
        value.write(",\"unit_price\":")
        value.write(cents: product.price)
        if let creator {
            value.write(",\"discounts\":[{\"code\":\"")
            value.write(codes[creator])
            value.write("\",\"amount\":")
            value.write(cents: discount)
            value.write("}]")
        }
        value.write(",\"tax\":")
        value.write(cents: (price - discount) * 8 / 100)
        value.write(",\"unit_cost\":")
        value.write(cents: product.cost)
        value.write("}")
    }

    private func writeRefund(_ refund: ShopRefunds.Planned, _ moment: Int64) {
        writeID(refund.order)
        value.clear()
        value.write("{\"refund_id\":\"r-")
        value.write(Int(seed % 10_000))
        value.write("-")
        value.write(refund.order, width: 8)
        value.write("\",\"order_id\":\"")
        value.write(key.bytes)
        value.write("\",\"refunded_at\":")
        value.write(time: moment)
        value.write(",\"currency\":\"USD\",")
        if numbers.chance(150) {
            value.write("\"amount\":\"5.00\",\"reason\":\"goodwill\"}")
        } else {
            value.write("\"lines\":[{\"line_id\":\"")
            value.write(numbers.number(1..<refund.lines + 1))
            value.write("\",\"quantity\":1,\"restocked\":")
            value.write(numbers.chance(800) ? "true}]}" : "false}]}")
        }
    }
}
