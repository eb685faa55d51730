import Kafka
import Pipeline
import Streams

/// Tries what Plaudit needs the right to, as far as that leaves no trace.
struct RightsCheck {
    let cluster: Cluster
    let admin: KafkaAdmin

    func findings() -> [Finding] {
        var findings: [Finding] = []
        for stage in StageName.allCases.map({ $0.description(cluster.topics) }) {
            let group = cluster.group(of: stage.name)
            findings.append(
                attempt(
                    "read and describe group \(group)",
                    "kafka-acls.sh --add --group \(group) --operation Read --operation Describe"
                ) { () throws(StreamError) in
                    _ = try admin.describe(group: group)
                })
            for topic in [stage.stateTopic] + stage.ownInputs {
                findings.append(
                    attempt(
                        "delete records of \(topic), to trim it",
                        "kafka-acls.sh --add --topic \(topic) --operation Delete"
                    ) { () throws(StreamError) in
                        // Before the first record there is nothing to delete.
                        let start = try admin.range(topic: topic, partition: 0).lowerBound
                        try admin.deleteRecords(topic: topic, partition: 0, before: start)
                    })
            }
        }
        let id = "\(cluster.settings.applicationID)-check"
        findings.append(
            attempt(
                "use transactional ids that begin with \(cluster.settings.applicationID)-",
                "kafka-acls.sh --add --transactional-id \(cluster.settings.applicationID)- "
                    + "--resource-pattern-type prefixed --operation Write --operation Describe"
            ) { () throws(StreamError) in
                try KafkaBroker(cluster.client).fence(transactionalID: id)
            })
        return findings
    }

    private func attempt(
        _ what: String, _ mend: String, _ body: () throws(StreamError) -> Void
    ) -> Finding {
        do throws(StreamError) {
            try body()
            return .good("may \(what)")
        } catch {
            return .bad(
                "cannot \(what): \(error.message)",
                mend: error.consequence == .unauthorised ? mend : "see the message")
        }
    }
}
