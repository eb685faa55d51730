/// What must hold from one version of a leaderboard to the next.
enum LeaderboardHistory {
    /// In words; nothing when all is well.
    static func faults(_ records: [InMemoryPipeline.Published]) -> [String] {
        var faults: [String] = []
        var versions: [String: Int] = [:]
        var ranks: [String: [String: Int]] = [:]
        for record in records {
            let json = record.json
            let version = json["version"] as? Int ?? 0
            let before = versions[record.key] ?? 0
            let place = "leaderboard \(record.key) \(version)"
            if version != before + 1 { faults.append("\(place) comes after \(before)") }
            versions[record.key] = version
            var new: [String: Int] = [:]
            let entries = json["entries"] as? [[String: Any]] ?? []
            for entry in entries {
                let creator = entry["creator_id"] as? String ?? "?"
                new[creator] = entry["rank"] as? Int ?? 0
                let previous = entry["previous_rank"] as? Int
                let expected = ranks[record.key]?[creator]
                if previous != expected {
                    faults.append(
                        "\(place): \(creator) was \(expected ?? 0), not \(previous ?? 0)")
                }
            }
            if entries.count > 100 { faults.append("\(place) has \(entries.count) entries") }
            ranks[record.key] = new
        }
        return faults
    }
}
