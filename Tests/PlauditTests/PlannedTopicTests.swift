import Kafka
import Pipeline
import Streams
import Testing
import plaudit

@Suite struct PlannedTopicTests {
    private let topics = Topics(prefix: "eu-", applicationID: "glow")

    private func topic(_ name: String) throws -> PlannedTopic {
        try #require(topics.plan.first { $0.name == name })
    }

    @Test func `every topic that a stage reads or writes is planned`() {
        let planned = Set(topics.plan.map(\.name))
        for stage in [topics.attribute, topics.score, topics.rank] {
            let used = stage.inputs + stage.outputs + stage.globals + [stage.stateTopic]
            #expect(planned.isSuperset(of: used), "\(stage.name)")
        }
        #expect(planned.count == topics.plan.count)
    }

    @Test func `what each task reads and keeps has the same number of partitions`() {
        let joined = Set(topics.plan.filter(\.isJoined).map(\.name))
        for stage in [topics.attribute, topics.score, topics.rank] {
            #expect(joined.isSuperset(of: stage.inputs + [stage.stateTopic]), "\(stage.name)")
        }
    }

    @Test func `what the state can be rebuilt from is never taken away by age`() throws {
        for name in [
            "eu-attributions", "eu-glow-rank-entries", "eu-glow-attribute-state",
            "eu-glow-score-state", "eu-glow-rank-state",
        ] {
            let settings = try topic(name).specification(partitions: 6, replicationFactor: nil)
                .settings
            #expect(settings["cleanup.policy"] == "delete")
            #expect(settings["retention.ms"] == "-1")
        }
    }

    @Test func `tables are compacted`() throws {
        for name in ["eu-code-registry", "eu-scorecards", "eu-leaderboards"] {
            let settings = try topic(name).specification(partitions: 6, replicationFactor: nil)
                .settings
            #expect(settings["cleanup.policy"] == "compact")
        }
    }

    @Test func `of three copies two must have a record before it counts`() throws {
        let three = try topic("eu-scorecards").specification(partitions: 6, replicationFactor: 3)
        #expect(three.replicationFactor == 3)
        #expect(three.settings["min.insync.replicas"] == "2")
        let one = try topic("eu-scorecards").specification(partitions: 6, replicationFactor: 1)
        #expect(one.settings["min.insync.replicas"] == nil)
    }
}
