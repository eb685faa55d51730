import Foundation
import Kafka

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "The processor: credits orders, publishes attributions, scorecards and leaderboards.",
        discussion: """
            Several processes may run at once and share the partitions; each needs a name of its \
            own (--instance). SIGTERM and Ctrl-C end it in good order, a second one at once.
            """)

    @Flag(help: "end when all that is in the input now is through every stage")
    var untilCaughtUp = false
    @Option(
        "N", help: "threads of each stage in this process",
        check: { (1...1000).contains($0) ? nil : "1 to 1000" })
    var workers = 1
    @Option("STAGE", help: "only this stage: attribute, score or rank (all)")
    var stage: StageName? = nil
    @Option("NAME", help: "tells processes apart (PLAUDIT_INSTANCE, else the host's name)")
    var instance: String? = nil
    @Flag(help: "end with exit code 69 where the broker is not available, instead of waiting")
    var failFast = false
    @Option("DURATION", help: "between two lines of progress; 0s = none")
    var progress = Duration.seconds(10)
    let settings = SettingFlags()
    let log = LogFlags(standard: .info)

    mutating func run() throws {
        Interruption.install()
        FreedMemory.keep()
        let configuration = try settings.configuration()
        let logger = try log.logger("run")
        let cluster = try Cluster(configuration, logger: logger)
        let processor = try Processor(
            cluster,
            Processor.Request(
                stages: stage.map { [$0] } ?? StageName.allCases, workersAStage: workers,
                instance: try Self.instance(instance), failsFast: failFast,
                untilCaughtUp: untilCaughtUp, progressInterval: progress.milliseconds),
            logger: logger)
        try processor.run()
    }

    /// Flag, variable or host name, whichever comes first; it becomes part of ids in Kafka.
    private static func instance(_ given: String?) throws -> String {
        let variable = ProcessInfo.processInfo.environment["PLAUDIT_INSTANCE"]
        if let name = given ?? variable.flatMap({ $0.isEmpty ? nil : $0 }) {
            let type = SettingType<String>.name(limit: 100, mayBeEmpty: false)
            do throws(InvalidValue) {
                return try type.decode([name])
            } catch {
                let place = given == nil ? "PLAUDIT_INSTANCE" : "--instance"
                throw Failure(.usage, "\(place): \"\(name)\" is not allowed; \(error.reason)")
            }
        }
        let host = ProcessInfo.processInfo.hostName.prefix(100)
        return String(host.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
