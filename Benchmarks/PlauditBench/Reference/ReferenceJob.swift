import BrokerSupport
import Foundation
import Kafka
import Pipeline
import Simulation
import Streams

/// The reference job (design §5): orders of about 470 bytes in 4 partitions, half of them with the
/// code of one of 5,000 creators, 5 % refunds; windows `all` and `day`; both stages, exactly once,
/// on a real Kafka. Then the floor, on the same broker.
struct ReferenceJob {
    private static let partitions: Int32 = 4
    private static let application = "bench"

    private let orders: Int
    private let settings: [String]
    private let folder: URL
    private let executables: URL
    private let configuration: ClientConfiguration
    private let topics: Topics
    private let floorTopics: Topics

    /// `--orders N`; what follows `--with` is passed to `plaudit run`, for example
    /// `--with "--kafka linger.ms=20"`.
    init(_ arguments: BenchArguments) throws {
        orders = try arguments.number("orders", 1_000_000)
        settings = (arguments["with"] ?? "").split(separator: " ").map(String.init)
        configuration = try TestBroker.shared(.kafka).configuration
        executables = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        folder = FileManager.default.temporaryDirectory.appending(
            path: "plaudit-bench-\(UUID().uuidString.prefix(8))")
        let run = TestBroker.uniqueName("bench")
        topics = Topics(prefix: "\(run)-", applicationID: Self.application)
        floorTopics = Topics(prefix: "floor-\(run)-", applicationID: Self.application)
    }

    func run() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { cleanUp() }
        try plaudit("topics", ["create", "--partitions", "\(Self.partitions)"], topics)
        try plaudit("topics", ["create", "--partitions", "\(Self.partitions)"], floorTopics)
        note("sending \(orders) orders")
        var input = ShopInput(
            Shop(orders: orders, end: Shop.wall), topics, partitions: Self.partitions)
        try input.send(configuration)
        note("the job")
        let job = try plaudit(
            "run", ["--until-caught-up", "--windows", "all,day", "--progress", "0s"] + settings,
            topics)
        let workers = try WorkerSummary.read(log)
        note("checking")
        let output = try JobOutput(topics, partitions: Self.partitions, configuration)
        try output.check(input.expected)
        try JobOutput.checkNothingIsOpen(
            [
                topics.attributions, topics.scorecards, topics.state(of: "attribute"),
                topics.state(of: "score"), topics.rankEntries, topics.leaderboards,
                topics.state(of: "rank"),
            ], partitions: Self.partitions, configuration)
        note("the floor")
        let floor = try runFloor(input, output, workers)
        ReferenceReport(
            orders: orders, input: input, output: output, workers: workers, job: job, floor: floor
        ).print()
    }

    private func runFloor(
        _ input: ShopInput, _ output: JobOutput, _ workers: [WorkerSummary]
    ) throws -> Usage {
        func plan(
            _ stage: StageDescription, _ records: Int, _ outputs: [(String, PublishedTopic)]
        ) throws -> String {
            let path = folder.appending(path: "\(stage.name).floor").path
            try FloorPlan(
                inputs: stage.inputs, partitions: Self.partitions, records: records,
                transactions: workers.first { $0.stage == stage.name }?.transactions ?? 1,
                outputs: outputs.map {
                    FloorPlan.Output(topic: $0, sizes: $1.sizes, sample: $1.sample.bytes)
                }
            ).write(to: path)
            return path
        }
        let plans = [
            try plan(
                topics.attribute, orders + input.refunds,
                [
                    (floorTopics.attributions, output.attributions),
                    (floorTopics.state(of: "attribute"), output.attributeState),
                ]),
            try plan(
                topics.score, output.attributions.records,
                [
                    (floorTopics.scorecards, output.scorecards),
                    (floorTopics.state(of: "score"), output.scoreState),
                    (floorTopics.rankEntries, output.rankEntries),
                ]),
            // The job has deleted what it used; the floor's own entries are as many.
            try plan(
                floorTopics.rank, output.rankEntries.records,
                [
                    (floorTopics.leaderboards, output.leaderboards),
                    (floorTopics.state(of: "rank"), output.rankState),
                ]),
        ]
        return try MeasuredChild.run(
            executables.appending(path: ProcessInfo.processInfo.processName).path,
            [
                "floor", "--servers", configuration.bootstrapServers, "--name", floorTopics.prefix,
                "--plans", plans.joined(separator: ","),
            ], output: log)
    }

    /// On a broker that was there before, no topic stays behind.
    private func cleanUp() {
        try? FileManager.default.removeItem(at: folder)
        guard let admin = try? KafkaAdmin(configuration) else { return }
        defer { admin.close() }
        let names = (try? admin.topics().map(\.name)) ?? []
        _ = try? admin.delete(
            topics: names.filter {
                $0.hasPrefix(topics.prefix) || $0.hasPrefix(floorTopics.prefix)
            })
    }

    private var log: String { folder.appending(path: "log").path }

    @discardableResult
    private func plaudit(
        _ command: String, _ arguments: [String], _ topics: Topics
    ) throws -> Usage {
        try MeasuredChild.run(
            executables.appending(path: "plaudit").path,
            [command] + arguments + [
                "--bootstrap-servers", configuration.bootstrapServers, "--prefix", topics.prefix,
                "--application-id", topics.applicationID,
            ], output: log)
    }

    private func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text) …\n".utf8))
    }
}
