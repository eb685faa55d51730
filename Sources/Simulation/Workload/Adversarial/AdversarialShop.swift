// A shop in which everything that the contract allows happens, in the worst order.

/// The same settings make the same records. All dates lie before `now`, and the last of them so
/// near to it that no order leaves its retention.
package struct AdversarialShop: Sendable {
    package var seed: UInt64
    package var orders: Int
    /// The records' own timestamp, ms.
    package var now: Int64
    /// Of the topics keyed by order; with more than one, some records lie where they do not belong.
    package var partitions: Int32

    package init(seed: UInt64, orders: Int, now: Int64, partitions: Int32 = 1) {
        self.seed = seed
        self.orders = orders
        self.now = now
        self.partitions = partitions
    }

    /// Orders are placed in these ms.
    private var span: Range<Int64> { now - 70 * 86_400_000..<now - 7 * 86_400_000 }

    /// All records in the order to send them.
    package func records() -> [ShopRecord] {
        var mixer = AdversarialMixer(self, span: span)
        mixer.addRegistry()
        for number in 0..<orders { mixer.addOrder(number) }
        mixer.addFaults()
        return mixer.sorted()
    }
}

/// Gives every record a place in the sequence: most near their order, some far before or behind.
struct AdversarialMixer {
    private let shop: AdversarialShop
    private let span: Range<Int64>
    private var numbers: SeededGenerator
    private var spelling: Spelling
    private var orderWriter: OrderWriter
    private var refundWriter: RefundWriter
    private var responseWriter: ResponseWriter
    private var registryWriter: RegistryWriter
    /// A topic goes by `version` or by `updated_at`.
    private let usesVersions: Bool
    private var placed: [(at: Int, record: ShopRecord)] = []

    init(_ shop: AdversarialShop, span: Range<Int64>) {
        self.shop = shop
        self.span = span
        var numbers = SeededGenerator(seed: shop.seed)
        func fork() -> SeededGenerator { SeededGenerator(seed: numbers.next()) }
        spelling = Spelling(numbers: fork())
        orderWriter = OrderWriter(
            numbers: fork(), span: span, codes: RegistryWriter.typedCodes)
        refundWriter = RefundWriter(numbers: fork())
        let answers = [
            "Friend", "saw it somewhere", "Creator 1", "CREATOR  2", "@creator3", "crt-4",
        ]
        responseWriter = ResponseWriter(
            numbers: fork(), answers: answers + ["mia7", "ROUTINE 8", "@Creator9", "Nobody 5", "!"])
        registryWriter = RegistryWriter(
            numbers: fork(), spelling: Spelling(numbers: fork()), span: span)
        usesVersions = shop.seed % 3 != 0
        self.numbers = numbers
    }

    private mutating func place(_ role: InputRole, _ key: String, _ json: String?, at place: Int) {
        placed.append(
            (
                place,
                ShopRecord(
                    role: role, key: Array(key.utf8), value: json.map { Array($0.utf8) },
                    timestamp: shop.now)
            ))
    }

    /// Ids of every look, each once.
    private func id(_ number: Int) -> String {
        switch number % 17 {
        case 3: "\(100_000 + number)"
        case 7: "größe-\(number)"
        case 11: "o/\(number)|%"
        default: "o-\(shop.seed)-\(number)"
        }
    }

    mutating func addRegistry() {
        for record in registryWriter.first() {
            // A few are registered only while, or after, orders come.
            let isLate = numbers.chance(150)
            let at = isLate ? numbers.number(0..<shop.orders * 11 / 10 + 1) * 10 : -1
            place(.registry, record.key, record.json, at: at)
        }
        for _ in 0..<shop.orders / 12 {
            let change = registryWriter.change()
            let at = numbers.number(0..<shop.orders * 11 / 10 + 1) * 10
            place(.registry, change.key, change.json, at: at)
        }
    }

    mutating func addOrder(_ number: Int) {
        var order = orderWriter.order(id: id(number))
        let home = number * 10
        var versions = [order]
        for _ in 0..<numbers.pick([0, 0, 0, 1, 1, 2, 4]) {
            orderWriter.edit(&order)
            versions.append(order)
        }
        if numbers.chance(180) {
            for _ in 0..<numbers.pick([1, 1, 2]) {
                orderWriter.cancel(&order)
                versions.append(order)
            }
        }
        for (index, version) in versions.enumerated() { placeVersion(index, version, home) }
        addRefunds(numbers.pick(versions), home)
        addResponses(order, home)
        if numbers.chance(20) { place(.orders, order.id, nil, at: home) }
    }

    /// Versions come in order, except when they do not; some twice, some contradicted.
    private mutating func placeVersion(_ index: Int, _ order: DraftOrder, _ home: Int) {
        let number = usesVersions ? index + 1 : nil
        let at = home + index * 3 + (numbers.chance(200) ? numbers.number(0..<900) : 0)
        place(.orders, order.id, order.json(version: number, &spelling), at: at)
        if numbers.chance(120) {
            let again = at + numbers.number(0..<600)
            place(.orders, order.id, order.json(version: number, &spelling), at: again)
        }
        if numbers.chance(60) {
            var other = order
            orderWriter.edit(&other)
            other.updatedAt = order.updatedAt
            let later = at + numbers.number(0..<300)
            place(.orders, order.id, other.json(version: number, &spelling), at: later)
        }
    }

    private mutating func addRefunds(_ order: DraftOrder, _ home: Int) {
        let latest = shop.now - 86_400_000
        var refunds: [DraftRefund] = []
        if numbers.chance(60) {
            refunds = refundWriter.unitByUnit(order, latest: latest)
        } else {
            for number in 0..<numbers.pick([0, 0, 0, 1, 1, 2, 3]) {
                refunds.append(
                    refundWriter.refund("r-\(order.id)-\(number)", of: order, latest: latest))
            }
        }
        for refund in refunds {
            let at =
                home + (numbers.chance(150) ? -numbers.number(0..<300) : numbers.number(0..<400))
            placeRefund(refund, 1, order.id, at)
            guard numbers.chance(250) else { continue }
            // The next version: it went through after all, or was corrected.
            var next = refund
            next.status = numbers.pick(["succeeded", "succeeded", "failed"])
            next.updatedAt += 3_600_000
            if numbers.chance(300) { next.amount = next.amount.map { $0 / 2 } }
            placeRefund(next, 2, order.id, at + numbers.number(-200..<400))
            if numbers.chance(300) { placeRefund(next, 2, order.id, at + 401) }
        }
    }

    private mutating func placeRefund(
        _ refund: DraftRefund, _ version: Int, _ order: String, _ at: Int
    ) {
        let json = refund.json(order: order, version: usesVersions ? version : nil, &spelling)
        place(.refunds, order, json, at: max(0, at))
    }

    private mutating func addResponses(_ order: DraftOrder, _ home: Int) {
        guard numbers.chance(250) else { return }
        for number in 0..<numbers.pick([1, 1, 2]) {
            for version in 1...numbers.pick([1, 1, 2]) {
                let json = responseWriter.response(
                    "s-\(order.id)-\(number)", order: order,
                    version: usesVersions ? version : nil, latest: shop.now - 86_400_000,
                    &spelling)
                place(.responses, order.id, json, at: max(0, home + numbers.number(-200..<300)))
            }
        }
    }

    /// Among the first orders and later ones.
    mutating func addFaults() {
        for record in FaultWriter(now: shop.now, partitions: shop.partitions).records() {
            placed.append((numbers.number(shop.orders * 3..<shop.orders * 10 + 1), record))
        }
        for number in 0..<3 {
            place(.refunds, "orphan-\(number)", orphan(number), at: number)
        }
    }

    private mutating func orphan(_ number: Int) -> String {
        let order = orderWriter.order(id: "orphan-\(number)")
        return refundWriter.refund("r", of: order, latest: shop.now - 86_400_000)
            .json(order: order.id, version: usesVersions ? 1 : nil, &spelling)
    }

    /// By place; of one place in the order they were made.
    func sorted() -> [ShopRecord] {
        placed.enumerated().sorted { a, b in
            (a.element.at, a.offset) < (b.element.at, b.offset)
        }.map(\.element.record)
    }
}
