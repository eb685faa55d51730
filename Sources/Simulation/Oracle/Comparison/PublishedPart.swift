// What must be equal for two signed changes to add up: all that is not a measure.

struct PublishedPart: Hashable {
    var creator: Bytes?
    var code: Bytes?
    var campaign: Bytes?
    var channel: Bytes?
    var refund: Bytes?
    var occurredAt: Int64
    var placedAt: Int64
    var currency: PlainCurrency
    var customer: Bytes
    var salesChannel: Bytes

    init(_ part: Part, of order: PlainOrder) {
        creator = part.holder.creator
        code = part.holder.code
        campaign = part.holder.campaign
        channel = part.holder.channel
        if case .refund(let id) = part.cause { refund = id }
        occurredAt = part.date
        placedAt = order.placedAt
        currency = order.currency
        customer =
            switch order.customerIsNew {
            case true: "new"
            case false: "returning"
            case nil: "unknown"
            }
        salesChannel = Bytes(order.channel.rawValue)
    }

    /// nil if a field is missing or is not what it must be; `fault` is its name.
    init?(_ record: PlainValue, fault: inout String) {
        creator = record["creator_id"]?.text
        code = record["code"]?.text
        campaign = record["campaign_id"]?.text
        channel = record["channel"]?.text
        refund = record["refund_id"]?.text
        guard let occurred = record["occurred_at"]?.text.flatMap({ PlainTime.read($0.bytes) })
        else {
            fault = "occurred_at"
            return nil
        }
        guard let placed = record["order_placed_at"]?.text.flatMap({ PlainTime.read($0.bytes) })
        else {
            fault = "order_placed_at"
            return nil
        }
        guard let currency = record["currency"]?.text.flatMap(PlainCurrency.init) else {
            fault = "currency"
            return nil
        }
        guard let customer = record["customer"]?.text,
            ["new", "returning", "unknown"].contains(customer)
        else {
            fault = "customer"
            return nil
        }
        guard let salesChannel = record["sales_channel"]?.text,
            PlainChannel(rawValue: salesChannel.description) != nil
        else {
            fault = "sales_channel"
            return nil
        }
        occurredAt = occurred
        placedAt = placed
        self.currency = currency
        self.customer = customer
        self.salesChannel = salesChannel
    }

    /// The part as a scorecard adds it up: with the customer's and the channel's counters.
    func part(_ measures: Measures) -> Part {
        Part(holder: holder, cause: .order, date: occurredAt, measures: counted(measures))
    }

    var holder: Holder {
        Holder(creator: creator, code: code ?? "", campaign: campaign, channel: channel)
    }

    /// An attribution leaves out the counters that follow from `orders`.
    func counted(_ measures: Measures) -> Measures {
        var counted = measures
        let customers: [Bytes: Measure] = [
            "new": .new_customers, "returning": .returning_customers,
            "unknown": .unknown_customers,
        ]
        let channels: [Bytes: Measure] = [
            "online": .online_orders, "app": .app_orders, "pos": .pos_orders,
        ]
        if let measure = customers[customer] { counted[measure] = measures[.orders] }
        if let measure = channels[salesChannel] { counted[measure] = measures[.orders] }
        return counted
    }

    func text(_ figure: Int128, _ measure: Measure) -> String {
        measure.isMoney ? currency.text(figure) : String(figure)
    }

    /// The cause of the part: as this says, whoever holds it.
    var ofNobody: PublishedPart {
        var part = self
        (part.creator, part.code, part.campaign, part.channel) = (nil, nil, nil, nil)
        return part
    }

    var description: String {
        let holder = creator.map { "creator \($0)" } ?? "no creator"
        return "\(holder) code \(code.map(\.description) ?? "null")\(cause)"
    }

    /// The refund, and the date.
    var cause: String {
        (refund.map { " refund \($0)" } ?? "") + " at \(PlainTime.write(occurredAt))"
    }
}
