import Glibc
import Simulation
import Streams

/// The input of the benchmarks: a realistic shop of 5,000 creators, half of whose orders carry a
/// code, over 30 days, with a refund for every twentieth order.
struct Shop {
    static let creators = 5000
    static let days = 30

    let orders: Int
    let seed: UInt64 = 7
    /// ms since the epoch; the last order's placed_at.
    let end: Int64

    init(orders: Int, end: Int64) {
        self.orders = orders
        self.end = end
    }

    static var wall: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Lends the records of the code registry.
    func forEachAssignment(
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        let shop = RealisticShop(seed: seed, creators: Shop.creators)
        for record in shop.registry(validFrom: end - 365 * 86_400_000) {
            try record.key.withUnsafeBytes { key in
                try record.value.withUnsafeBytes { try body(key, $0) }
            }
        }
    }

    /// Lends orders and refunds in the order in which they happen.
    func forEachEvent(
        _ body: (ShopEvent, UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        let shop = RealisticShop(seed: seed, creators: Shop.creators)
        var placed = 0
        while placed < orders {
            let event = shop.next(
                at: RealisticShop.moment(placed, of: orders, days: Shop.days, before: end))
            if event == .order { placed += 1 }
            shop.withKey { key in shop.withValue { body(event, key, $0) } }
        }
    }
}
