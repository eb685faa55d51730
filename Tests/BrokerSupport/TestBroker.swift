import Foundation
package import Kafka
import Streams

/// A broker for tests: started once for each test process, at first use, and ended with it.
package struct TestBroker: Sendable {
    package enum Kind: String, Sendable, CaseIterable, CustomStringConvertible {
        /// A real Kafka: `KAFKA_HOME` unpacked, or one that runs at `PLAUDIT_TEST_BROKERS`.
        case kafka
        /// The embedded broker: `PLAUDIT_NOIDA`, or `.venv/bin/noida-db`.
        case noida

        package var description: String { rawValue }
    }

    /// `host:port`.
    package let servers: String

    /// Whether tests on this kind can run here; else they are skipped, and say so.
    package static func isAvailable(_ kind: Kind) -> Bool {
        switch kind {
        case .kafka: runningServers != nil || kafkaHome != nil
        case .noida: noida != nil
        }
    }

    /// Why they were skipped.
    package static func absence(_ kind: Kind) -> String {
        switch kind {
        case .kafka: "needs a Kafka: set KAFKA_HOME or PLAUDIT_TEST_BROKERS"
        case .noida: "needs noida-db: set PLAUDIT_NOIDA or make .venv"
        }
    }

    /// The broker of this process; throws when it does not become ready.
    package static func shared(_ kind: Kind) throws -> TestBroker {
        switch kind {
        case .kafka: try kafka.get()
        case .noida: try embedded.get()
        }
    }

    package var configuration: ClientConfiguration {
        ClientConfiguration(bootstrapServers: servers, clientID: "test")
    }

    private static let kafka = Result { try startKafka() }
    private static let embedded = Result { try startNoida() }
}

/// A broker that did not start.
package struct BrokerFailure: Error, CustomStringConvertible {
    package let description: String
}

extension TestBroker {
    private static let environment = ProcessInfo.processInfo.environment

    private static var runningServers: String? { environment["PLAUDIT_TEST_BROKERS"] }

    /// An unpacked Kafka that has `start-one.sh`.
    package static var kafkaHome: String? {
        guard let home = environment["KAFKA_HOME"],
            FileManager.default.isExecutableFile(atPath: home + "/bin/start-one.sh")
        else { return nil }
        return home
    }

    private static var noida: String? {
        let candidates = [environment["PLAUDIT_NOIDA"], ".venv/bin/noida-db"].compactMap { $0 }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// One broker serves all: one partition of each internal topic is enough, nobody waits for
    /// members, and abandoned transactions end soon.
    package static let profile = [
        "transaction.state.log.num.partitions=1", "offsets.topic.num.partitions=1",
        "group.initial.rebalance.delay.ms=0", "group.min.session.timeout.ms=1000",
        "transaction.abort.timed.out.transaction.cleanup.interval.ms=500",
    ]

    private static func startKafka() throws -> TestBroker {
        if let servers = runningServers {
            return try ready(TestBroker(servers: servers), nil)
        }
        guard let home = kafkaHome else { throw BrokerFailure(description: absence(.kafka)) }
        let port = FreePort.first(of: 2)
        let data = temporaryFolder("kafka")
        let server = try ServerProcess(
            [home + "/bin/start-one.sh", data.path, String(port)] + profile, data: data,
            environment: ["KAFKA_HEAP_OPTS": "-Xmx512m"])
        return try ready(TestBroker(servers: "127.0.0.1:\(port)"), server)
    }

    private static func startNoida() throws -> TestBroker {
        guard let noida else { throw BrokerFailure(description: absence(.noida)) }
        let port = FreePort.first(of: 1)
        let data = temporaryFolder("noida")
        let server = try ServerProcess(
            [
                noida, "start", "--data-dir", data.path, "--only", "kafka", "--kafka-port",
                String(port),
            ], data: data)
        return try ready(TestBroker(servers: "127.0.0.1:\(port)"), server)
    }

    private static func temporaryFolder(_ name: String) -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent(
            "plaudit-\(name)-\(UUID().uuidString.prefix(8))")
    }

    /// Keeps a started server alive until the process ends.
    nonisolated(unsafe) private static var servers: [ServerProcess] = []

    private static func ready(_ broker: TestBroker, _ server: ServerProcess?) throws -> TestBroker {
        if let server { servers.append(server) }
        let admin = try KafkaAdmin(broker.configuration)
        defer { admin.close() }
        do {
            try admin.reach(within: 120_000)
        } catch {
            throw BrokerFailure(
                description: "the test broker did not answer: \(error)\n\(server?.tail ?? "")")
        }
        return broker
    }
}
