import BrokerSupport
import Foundation
import Kafka
import Pipeline
import Simulation
import Streams

/// One deployment of Plaudit: topics, groups, a configuration file and processes of its own, on a
/// broker that others may use too.
final class Deployment {
    /// What goes into plaudit.yaml beside where the broker is and how things are called.
    struct Settings {
        var zone = "America/New_York"
        var windows = "all, month, week, day"
        var scopes = "all"
        var policy = "e2e"
        var stacking = "single_winner"
        /// Of inputs that have another than the contract's.
        var formats: [String: String] = [:]
        /// ms. Short, so that a dead process's partitions are soon another's; noida-db allows no
        /// less than 6000.
        var sessionTimeout = 6000
        var transactionTimeout = 10_000
    }

    let client: ClientConfiguration
    let topics: Topics
    let partitions: Int32
    private(set) var settings: Settings
    private let folder: URL
    private var runs = 0
    private lazy var producer = Result {
        try KafkaProducer(
            client,
            topics: [topics.orders, topics.refunds, topics.surveyResponses, topics.codeRegistry])
    }

    /// On the broker of that kind that all tests share.
    convenience init(
        on broker: TestBroker.Kind, _ name: String, partitions: Int32,
        _ settings: Settings = Settings()
    ) async throws {
        var settings = settings
        if broker == .kafka { settings.sessionTimeout = 3000 }
        try await self.init(
            at: TestBroker.shared(broker).configuration, name, partitions: partitions, settings)
    }

    /// Creates the topics by `plaudit topics create`.
    convenience init(
        at client: ClientConfiguration, _ name: String, partitions: Int32,
        _ settings: Settings = Settings()
    ) async throws {
        try self.init(
            withoutTopicsAt: client, name, partitions: partitions, settings)
        try await succeed("topics", "create", "--partitions", "\(partitions)")
    }

    init(
        withoutTopicsAt client: ClientConfiguration, _ name: String, partitions: Int32 = 1,
        _ settings: Settings = Settings()
    ) throws {
        let name = TestBroker.uniqueName(name)
        self.client = client
        self.partitions = partitions
        self.settings = settings
        topics = Topics(prefix: name + "-", applicationID: name)
        folder = FileManager.default.temporaryDirectory.appending(path: "plaudit-\(name)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try configure(settings)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var group: (attribute: String, score: String, rank: String) {
        let id = topics.applicationID
        return ("\(id)-attribute", "\(id)-score", "\(id)-rank")
    }

    func transactionalID(_ stage: String, _ instance: String, worker: Int = 0) -> String {
        "\(topics.applicationID)-\(stage)-\(instance)-\(worker)"
    }

    /// Writes the configuration that processes started from now on read.
    func configure(_ settings: Settings) throws {
        self.settings = settings
        let formats = settings.formats.sorted { $0.key < $1.key }
            .map { "\($0.key): {format: \($0.value)}" }
        let yaml = """
            application_id: \(topics.applicationID)
            bootstrap_servers: ["\(client.bootstrapServers)"]
            prefix: \(topics.prefix)
            brand: {time_zone: \(settings.zone), currency: USD}
            windows: [\(settings.windows)]
            scopes: [\(settings.scopes)]
            policy: {version: \(settings.policy), stacking: \(settings.stacking)}
            inputs: {\(formats.joined(separator: ", "))}
            kafka:
              session.timeout.ms: \(settings.sessionTimeout)
              transaction.timeout.ms: \(settings.transactionTimeout)

            """
        try yaml.write(to: configuration, atomically: true, encoding: .utf8)
    }

    private var configuration: URL { folder.appending(path: "plaudit.yaml") }

    // MARK: - Processes

    /// Starts `plaudit` with this deployment's configuration.
    func start(_ arguments: String...) throws -> Subject { try start(arguments) }

    func start(_ arguments: [String]) throws -> Subject {
        runs += 1
        return try Subject(
            [Binary.path] + arguments + ["--config", configuration.path],
            log: folder.appending(path: "\(runs)-\(arguments[0]).log"))
    }

    /// The processor, as one of several.
    func run(_ instance: String, workers: Int = 1) throws -> Subject {
        try start(
            "run", "--instance", instance, "--workers", "\(workers)", "--progress", "500ms")
    }

    /// Runs to its end what must end with 0.
    func succeed(_ arguments: String..., within limit: Duration = .seconds(120)) async throws {
        let subject = try start(arguments)
        let ending = try await subject.end(within: limit)
        guard ending == .exit(0) else {
            throw Failure(
                "plaudit \(arguments.joined(separator: " ")): \(ending)\n"
                    + subject.lastWords(30))
        }
    }

    /// All that is in the input now goes through every stage.
    func catchUp(_ instance: String = "a", workers: Int = 1) async throws {
        try await succeed(
            "run", "--until-caught-up", "--instance", instance, "--workers", "\(workers)")
    }

    // MARK: - Input

    /// Sends records in this order. Kafka itself refuses what has no key in a compacted topic.
    func send(_ records: some Sequence<ShopRecord>) throws {
        let producer = try producer.get()
        for record in records where record.role != .registry || record.key != nil {
            try producer.produce(
                topic: name(of: record.role), partition: record.partition ?? -1, key: record.key,
                value: record.value, timestamp: record.timestamp)
        }
    }

    /// Returns when all that was sent is in the topics.
    func flush() throws { try producer.get().flush() }

    private func name(of role: InputRole) -> String {
        switch role {
        case .orders: topics.orders
        case .refunds: topics.refunds
        case .responses: topics.surveyResponses
        case .registry: topics.codeRegistry
        }
    }
}
