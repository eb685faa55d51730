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
        var value: [UInt8]
        var headers: [String: String]
    }

    private(set) var attributions: [Entry] = []
    private(set) var scorecards: [Entry] = []
    private(set) var leaderboards: [Entry] = []
    private(set) var deadLetters: [Entry] = []

    init(_ deployment: Deployment) throws {
        let topics = deployment.topics
        let reader = try KafkaReader(
            deployment.client,
            topics: [
                topics.attributions, topics.scorecards, topics.leaderboards, topics.deadLetters,
            ])
        defer { reader.close() }
        var entries: [String: [Entry]] = [:]
        try reader.readToEnd { entries[$0.topic, default: []].append(Entry($0)) }
        attributions = (entries[topics.attributions] ?? []).filter {
            $0.json["kind"] as? String != "watermark"
        }
        scorecards = entries[topics.scorecards] ?? []
        leaderboards = entries[topics.leaderboards] ?? []
        deadLetters = entries[topics.deadLetters] ?? []
    }

    /// What the contract says of numbers, in words where it does not hold: an order's attributions
    /// are numbered 1, 2, 3 …, the version of a scorecard or leaderboard grows by one with each
    /// publication, and a previous rank is that of the version before.
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
        return faults + versionFaults(scorecards, "scorecard")
            + versionFaults(leaderboards, "leaderboard") + previousRankFaults
    }

    private func versionFaults(_ entries: [Entry], _ what: String) -> [String] {
        var faults: [String] = []
        var versions: [String: Int] = [:]
        for entry in entries {
            let version = entry.json["version"] as? Int ?? 0
            if let before = versions[entry.key], version != before + 1 {
                faults.append("\(what) \(entry.key) has version \(version) after \(before)")
            }
            versions[entry.key] = version
        }
        return faults
    }

    private var previousRankFaults: [String] {
        var faults: [String] = []
        var ranks: [String: [String: Int]] = [:]
        for board in leaderboards {
            let entries = board.json["entries"] as? [[String: Any]] ?? []
            let new = entries.map { ($0["creator_id"] as? String ?? "?", $0["rank"] as? Int ?? 0) }
            if let before = ranks[board.key],
                zip(entries, new).contains(where: { $0["previous_rank"] as? Int != before[$1.0] })
            {
                let version = board.json["version"] ?? "?"
                faults.append("leaderboard \(board.key) \(version) has other previous ranks")
            }
            ranks[board.key] = Dictionary(new) { $1 }
        }
        return faults
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
        value = record.value ?? []
        headers = Dictionary(
            record.headers.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }
        ) { $1 }
    }
}
