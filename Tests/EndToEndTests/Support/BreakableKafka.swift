import BrokerSupport
import Foundation
import Glibc
import Kafka

/// A real Kafka for one test alone, which freezes, kills and restarts it.
final class BreakableKafka {
    let port = FreePort.first(of: 2)
    private let home: String
    private let data: URL
    private var server: Subject?

    static var isAvailable: Bool { TestBroker.kafkaHome != nil }

    /// Nothing runs yet.
    init() throws {
        guard let home = TestBroker.kafkaHome else { throw Failure("no KAFKA_HOME") }
        self.home = home
        data = FileManager.default.temporaryDirectory.appending(path: "plaudit-breakable-\(port)")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    }

    deinit {
        server?.kill()
        try? FileManager.default.removeItem(at: data)
    }

    var configuration: ClientConfiguration {
        ClientConfiguration(bootstrapServers: "127.0.0.1:\(port)", clientID: "test")
    }

    /// What all test brokers are told, and rights. But transactions that time out are ended no
    /// sooner than a minute after the start: see `kill`.
    private static let settings =
        TestBroker.profile + [
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=60000",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found=true",
        ]

    /// Starts it with the data that it had, without waiting for it.
    func start() throws {
        server = try Subject(
            [home + "/bin/start-one.sh", data.path, "\(port)"] + Self.settings,
            log: data.appending(path: "server.log"),
            environment: ["KAFKA_HEAP_OPTS": "-Xmx512m"])
    }

    func awaitReady() throws {
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        do {
            try admin.reach(within: 120_000)
        } catch {
            throw Failure("the broker did not answer: \(error)\n\(server?.tail(5) ?? "")")
        }
    }

    /// What it logged at last, and the transactions that it knows of.
    func lastWords() async throws -> String {
        let list = try Subject(
            [
                home + "/bin/kafka-transactions.sh", "--bootstrap-server", "127.0.0.1:\(port)",
                "list",
            ],
            log: data.appending(path: "transactions.log"))
        try await list.end(within: .seconds(60))
        return "broker:\n\(server?.tail(20) ?? "")\n\(list.tail(20))"
    }

    func freeze() { server?.signal(SIGSTOP) }
    func thaw() { server?.signal(SIGCONT) }

    /// A crash. Until it leads its partitions again, a Kafka 4 that crashed forgets to write the
    /// markers of the transactions that it ends, and they stay open for ever (KAFKA-20734). So at
    /// this moment transactions may be open, but none may be decided and still without its
    /// markers.
    func kill() { server?.kill() }

    /// In good order.
    func stop() async throws {
        server?.signal(SIGTERM)
        try await server?.end(within: .seconds(60))
    }

    /// Everybody may do everything unless it is denied here.
    func deny(_ operation: String, topic: String) async throws {
        // With one rule for a topic, what no rule allows is denied.
        try await changeRights(
            "--add", "--allow-principal", "User:*", "--operation", "All", "--topic", topic)
        try await changeRights(
            "--add", "--deny-principal", "User:*", "--operation", operation, "--topic", topic)
    }

    func allowAll(topic: String) async throws {
        try await changeRights("--remove", "--topic", topic)
    }

    private func changeRights(_ arguments: String...) async throws {
        let tool = try Subject(
            [
                home + "/bin/kafka-acls.sh", "--bootstrap-server", "127.0.0.1:\(port)", "--force",
            ] + arguments, log: data.appending(path: "acls.log"))
        guard try await tool.end(within: .seconds(60)) == .exit(0) else {
            throw Failure("kafka-acls: \(tool.tail(5))")
        }
    }
}
