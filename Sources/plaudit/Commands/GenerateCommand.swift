import Foundation
import Kafka
import Streams

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Sends a realistic shop's registry, orders and refunds.",
        discussion: """
            Half of the orders carry a creator's code, one in twenty is returned in part. With \
            --rate orders are placed as they are sent, else spread over the last 30 days.
            """)

    @Option("N", help: "how many orders", check: { $0 > 0 ? nil : "1 or more" })
    var orders = 10_000
    @Option(
        "N", help: "orders a second (as fast as it goes)",
        check: { (1...1_000_000).contains($0 ?? 1) ? nil : "1 to 1000000" })
    var rate: Int? = nil
    @Option("N", help: "the same number makes the same shop (one of the moment)")
    var seed: UInt64? = nil
    @Option("N", help: "creators with a code", check: { $0 > 0 ? nil : "1 or more" })
    var creators = 40
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        Interruption.install()
        let cluster = try Cluster(settings.configuration(), logger: log.logger("generate"))
        try cluster.reach().close()
        let seed = seed ?? UInt64(SystemClock().wall / 1000)
        let feed = ShopFeed(
            cluster,
            ShopFeed.Plan(seed: seed, creators: creators, orders: orders, rate: rate))
        do throws(StreamError) {
            try feed.run { Interruption.isAsked }
        } catch {
            throw Failure(error)
        }
        print(
            "\(feed.orders) orders and \(feed.refunds) refunds of \(creators) creators, "
                + "seed \(seed)"
        )
    }
}
