import Kafka

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why an order was credited as it was, back to offsets.",
        discussion: """
            Finds every record of the order, judges it by the rules and the registry as they are \
            now, and shows what was published of it, each with topic, partition and offset.
            """)

    @Argument("ORDER_ID", help: "the order's id, as in its record's key") var orderID
    @Flag(help: "one JSON object instead of text") var json = false
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        let cluster = try Cluster(settings.configuration(), logger: log.logger("explain"))
        try cluster.reach().close()
        let records = OrderRecords(cluster: cluster)
        let (explanation, read) = try records.explain(orderID)
        let order = ExplainedOrder(
            orderID: orderID, explanation: explanation, read: read,
            published: try records.published(orderID))
        if json {
            print(try ExplanationJSON(order).text())
        } else {
            let text = ExplanationText(order)
            for line in text.lines { print(Printable.text(Array(line.utf8))) }
        }
        if order.read.isEmpty, order.published.isEmpty {
            throw Failure(.different, "nothing is known of order \(orderID)")
        }
    }
}
