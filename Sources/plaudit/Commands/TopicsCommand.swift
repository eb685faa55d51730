import Kafka

struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics", abstract: "The topics in Kafka.", subcommands: [Create.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Creates the topics that are missing, with the right settings.",
            discussion: """
                Topics that are there already are left as they are. A topic that must have as many \
                partitions as others gets as many as those that are there.
                """)

        @Option("N", help: "partitions of each topic (6)", check: Create.positive)
        var partitions: Int? = nil
        @Option(
            "N", help: "copies of each partition (the broker's default)", check: Create.positive)
        var replicationFactor: Int? = nil
        let settings = SettingFlags()
        let log = LogFlags()

        private static func positive(_ number: Int?) -> String? {
            (1...10_000).contains(number ?? 1) ? nil : "1 to 10000"
        }

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("topics"))
            let admin = try cluster.reach()
            defer { admin.close() }
            let lines = try TopicCreation(cluster: cluster, admin: admin).run(
                partitions: partitions.map(Int32.init),
                replicationFactor: replicationFactor.map(Int32.init))
            for line in lines { print(line) }
        }
    }
}
