import Foundation
import Kafka
import Pipeline
import Streams

/// All that a deployment has published, as a subscriber reads it.
struct Published {
    struct Place: Hashable {
        var partition: Int32
        var offset: Int64
    }

    /// One output record; dead letters have headers, the others JSON.
    struct Entry {
        var place: Place
        var key: String
        var json: [String: Any]
        var headers: [String: String]
    }

    private(set) var attributions: [Entry] = []
    private(set) var scorecards: [Entry] = []
    private(set) var deadLetters: [Entry] = []

    init(_ deployment: Deployment) throws {
        let topics = deployment.topics
        let reader = try KafkaReader(
            deployment.client, topics: [topics.attributions, topics.scorecards, topics.deadLetters])
        defer { reader.close() }
        var (attributions, scorecards, deadLetters): ([Entry], [Entry], [Entry]) = ([], [], [])
        try reader.readToEnd { record in
            let entry = Entry(record)
            switch record.topic {
            case topics.attributions: attributions.append(entry)
            case topics.scorecards: scorecards.append(entry)
            default: deadLetters.append(entry)
            }
        }
        self.attributions = attributions.filter { $0.json["kind"] as? String != "watermark" }
        self.scorecards = scorecards
        self.deadLetters = deadLetters
    }

    /// What the contract says of numbers, in words where it does not hold: an order's attributions
    /// are numbered 1, 2, 3 …, and a scorecard's version grows by one with each publication.
    func faults() -> [String] {
        var numbers: [String: [Int]] = [:]
        for attribution in attributions {
            let id = attribution.json["attribution_id"] as? String ?? ""
            let order = attribution.json["order_id"] as? String ?? "?"
            numbers[order, default: []].append(
                id.hasPrefix(order + "/") ? Int(id.dropFirst(order.count + 1)) ?? 0 : 0)
        }
        var faults: [String] = []
        for (order, numbers) in numbers where numbers.sorted() != Array(1...numbers.count) {
            faults.append("order \(order) has the attributions \(numbers.sorted())")
        }
        var versions: [String: Int] = [:]
        for card in scorecards {
            let version = card.json["version"] as? Int ?? 0
            if let before = versions[card.key], version != before + 1 {
                faults.append("scorecard \(card.key) has version \(version) after \(before)")
            }
            versions[card.key] = version
        }
        return faults
    }

    /// The orders that some creator has credit for, by the sum of the changes.
    var creditedOrders: Int {
        attributions.filter { $0.json["creator_id"] is String }
            .reduce(0) { $0 + ($1.json["orders"] as? Int ?? 0) }
    }

    /// The last publication of each scorecard.
    var latestScorecards: [String: [String: Any]] {
        Dictionary(scorecards.map { ($0.key, $0.json) }) { $1 }
    }
}

extension Published.Entry {
    init(_ record: ReadRecord) {
        place = Published.Place(partition: record.partition, offset: record.offset)
        key = String(decoding: record.key ?? [], as: UTF8.self)
        let object = try? JSONSerialization.jsonObject(with: Data(record.value ?? []))
        json = object as? [String: Any] ?? [:]
        headers = Dictionary(
            record.headers.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }
        ) { $1 }
    }
}
