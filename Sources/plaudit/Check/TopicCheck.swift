import Kafka
import Pipeline
import Streams

/// Whether the topics are there and are as they must be.
struct TopicCheck {
    let cluster: Cluster
    let admin: KafkaAdmin

    func findings() throws(StreamError) -> [Finding] {
        let plan = cluster.topics.plan
        let there = Dictionary(
            uniqueKeysWithValues: try admin.topics().map { ($0.name, $0) })
        let missing = plan.filter { there[$0.name] == nil }.map(\.name)
        guard missing.isEmpty else {
            return [
                .bad(
                    "missing topics: \(missing.joined(separator: ", "))",
                    mend: "plaudit topics create")
            ]
        }
        var findings = [Finding.good("all \(plan.count) topics are there")]
        findings += partitions(plan, there)
        findings += copies(plan, there)
        let settings = try admin.settings(of: plan.map(\.name))
        for topic in plan { findings += self.settings(of: topic, settings[topic.name] ?? [:]) }
        return findings
    }

    /// Partition p of each joined topic is one task's.
    private func partitions(
        _ plan: [PlannedTopic], _ there: [String: TopicDescription]
    ) -> [Finding] {
        let counts = plan.filter(\.isJoined).map { ($0.name, there[$0.name]?.partitions ?? 0) }
        guard let first = counts.first, counts.contains(where: { $0.1 != first.1 }) else {
            return [.good("joined topics have \(counts.first?.1 ?? 0) partitions each")]
        }
        let list = counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return [
            .bad(
                "joined topics differ in partitions: \(list)",
                mend: "give them the same number; where a topic has records already, make a new "
                    + "one and send them again: adding partitions would scatter the keys")
        ]
    }

    private func copies(
        _ plan: [PlannedTopic], _ there: [String: TopicDescription]
    ) -> [Finding] {
        let single = plan.filter { there[$0.name]?.replicationFactor == 1 }.map(\.name)
        guard !single.isEmpty else { return [.good("every topic has several copies")] }
        // One broker cannot hold more: that is a choice, not a mistake.
        return [
            .good(
                "\(single.count) topics have one copy: a lost disk is lost data "
                    + "(--replication-factor 3)")
        ]
    }

    private func settings(of topic: PlannedTopic, _ actual: [String: String]) -> [Finding] {
        var findings: [Finding] = []
        let cleanup = actual["cleanup.policy"] ?? topic.cleanup.rawValue
        if cleanup != topic.cleanup.rawValue {
            findings.append(
                .bad(
                    "\(topic.name): cleanup.policy is \(cleanup)",
                    mend: Self.alter(topic.name, "cleanup.policy", topic.cleanup.rawValue)))
        }
        let isState = topic.name.hasSuffix("-state")
        let rested = [cluster.topics.attributions, cluster.topics.rankEntries]
        let mustStay = isState || rested.contains(topic.name)
        if mustStay, topic.cleanup == .delete {
            for name in ["retention.ms", "retention.bytes"] where (actual[name] ?? "-1") != "-1" {
                findings.append(
                    .bad(
                        "\(topic.name): \(name) is \(actual[name] ?? ""); the state rests on it",
                        mend: Self.alter(topic.name, name, "-1")))
            }
        }
        return findings
    }

    private static func alter(_ topic: String, _ name: String, _ value: String) -> String {
        "kafka-configs.sh --alter --entity-type topics --entity-name \(topic) "
            + "--add-config \(name)=\(value)"
    }
}
