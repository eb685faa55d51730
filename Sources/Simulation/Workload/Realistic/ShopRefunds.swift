// Refunds that the realistic shop will send once so many orders have been placed.

struct ShopRefunds {
    struct Planned {
        var order: Int
        var lines: Int
    }

    /// By the number of orders after which they are due; 4,096 slots are more than any delay.
    private var slots = [[Planned]](repeating: [], count: 4096)
    private var passed = 0

    mutating func plan(order: Int, lines: Int, after due: Int) {
        slots[due % slots.count].append(Planned(order: order, lines: lines))
    }

    /// One refund that is due when `orders` orders have been placed.
    mutating func due(after orders: Int) -> Planned? {
        while passed < orders {
            if let planned = slots[passed % slots.count].popLast() { return planned }
            passed += 1
        }
        return nil
    }
}
