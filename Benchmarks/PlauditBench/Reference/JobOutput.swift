import Foundation
import Kafka
import Pipeline
import Simulation
import Streams

/// What the job has published, read back: its totals are checked, and its sizes are the floor's
/// task.
struct JobOutput {
    private(set) var attributions: PublishedTopic
    private(set) var scorecards: PublishedTopic
    private(set) var attributeState: PublishedTopic
    private(set) var scoreState: PublishedTopic
    private(set) var rankEntries: PublishedTopic
    private(set) var leaderboards: PublishedTopic
    private(set) var rankState: PublishedTopic
    /// Attributions that are no watermark.
    private(set) var parts = 0
    /// Alerts and dead letters.
    private(set) var others = 0
    /// The last value of each scorecard over all time, by key.
    private var totals: [[UInt8]: [UInt8]] = [:]

    init(
        _ topics: Topics, partitions: Int32, _ configuration: ClientConfiguration
    ) throws {
        let names = [
            topics.attributions, topics.scorecards, topics.state(of: "attribute"),
            topics.state(of: "score"), topics.rankEntries, topics.leaderboards,
            topics.state(of: "rank"), topics.alerts, topics.deadLetters,
        ]
        var read = names.map { PublishedTopic($0, partitions: partitions) }
        var totals: [[UInt8]: [UInt8]] = [:]
        var parts = 0
        let watermark = Array("{\"kind\":\"watermark\"".utf8)
        let window = Array("|all|all|USD".utf8)
        let reader = try KafkaReader(configuration, topics: names)
        defer { reader.close() }
        while !reader.isAtEnd {
            try reader.followBorrowed(timeout: 100) { record in
                read[Int(record.topic)].add(record)
                guard let key = record.key, let value = record.value else { return }
                if record.topic == 0, !value.starts(with: watermark) { parts += 1 }
                if record.topic == 1, key.suffix(window.count).elementsEqual(window) {
                    totals[Array(key)] = Array(value)
                }
            }
        }
        (attributions, scorecards) = (read[0], read[1])
        (attributeState, scoreState) = (read[2], read[3])
        (rankEntries, leaderboards, rankState) = (read[4], read[5], read[6])
        others = read[7].records + read[8].records
        self.totals = totals
        self.parts = parts
    }

    /// Throws where the totals are not those of the input, or something was published that a clean
    /// input gives no reason for.
    func check(_ expected: ShopInput.Expected) throws {
        var (orders, net): (Int128, Int128) = (0, 0)
        for value in totals.values {
            let card = try JSONSerialization.jsonObject(with: Data(value)) as? [String: Any]
            let cohort = card?["cohort"] as? [String: Any]
            guard let cardOrders = cohort?["orders"] as? Int,
                let cardNet = cohort?["net"] as? String
            else { throw BenchFailure("a scorecard that cannot be read") }
            orders += Int128(cardOrders)
            net += Int128(cardNet.filter { $0 != "." }) ?? 0
        }
        let found = ShopInput.Expected(
            orders: orders, net: net, attributions: parts)
        guard found == expected, others == 0 else {
            throw BenchFailure(
                "the totals are not those of the input: expected \(expected), found \(found), "
                    + "and \(others) alerts and dead letters")
        }
    }

    /// Throws where a transaction stays open: the last stable offset, which a producer is told,
    /// then lies before the high watermark.
    static func checkNothingIsOpen(
        _ names: [String], partitions: Int32, _ configuration: ClientConfiguration
    ) throws {
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        let log = try KafkaBroker(configuration).makeLogReader()
        defer { log.close() }
        for name in names {
            for partition in 0..<partitions {
                var patience = 100
                while try admin.range(topic: name, partition: partition).upperBound
                    < log.highWatermark(topic: name, partition: partition)
                {
                    patience -= 1
                    guard patience > 0 else {
                        throw BenchFailure("a transaction is open on \(name)/\(partition)")
                    }
                    usleep(20_000)
                }
            }
        }
    }
}
