import Glibc
import Kafka
import Pipeline
import Streams

/// The processor: its workers from their start to their end, and how it ended.
final class Processor {
    /// What `plaudit run` is asked for.
    struct Request {
        var stages = StageName.allCases
        var workersAStage = 1
        var instance: String
        var failsFast = false
        var untilCaughtUp = false
        /// Between two lines of progress, in ms; 0 = none.
        var progressInterval: Int64 = 10_000
    }

    /// How long the workers have to end, in ms: less than what SIGTERM leaves in all.
    private static let patience: Int64 = 9000

    private let cluster: Cluster
    private let request: Request
    private let logger: Logger
    private let admin: KafkaAdmin
    private let clock = SystemClock()
    private let stop = StopSignal()
    private var threads: [WorkerThread] = []
    private var meter = ProgressMeter()

    /// Waits for the broker, and refuses topics that are not as they must be.
    init(_ cluster: Cluster, _ request: Request, logger: Logger) throws {
        self.cluster = cluster
        self.request = request
        self.logger = logger
        admin = try Self.reach(cluster, failsFast: request.failsFast, logger)
        do throws(StreamError) {
            try Self.refuseMissingTopics(cluster, request.stages, admin)
        } catch {
            admin.close()
            throw Failure(error)
        }
    }

    /// Runs until it is interrupted, or the input's end where that was asked for.
    func run() throws {
        defer { admin.close() }
        do throws(StreamError) {
            var end: InputEnd?
            if request.untilCaughtUp {
                end = try InputEnd(cluster, admin, stages: request.stages)
            }
            start()
            try watch(&end)
        } catch {
            stop.raise()
            awaitEnd()
            throw Failure(error)
        }
        stop.raise()
        awaitEnd()
        for thread in threads { reportEnd(of: thread) }
        try throwFailure()
    }

    private func start() {
        for stage in request.stages {
            for worker in 0..<request.workersAStage {
                let thread = WorkerThread(stage: stage, worker: worker)
                threads.append(thread)
                thread.start(
                    cluster, instance: request.instance, failsFast: request.failsFast, stop: stop)
            }
        }
        logger.info(
            "started",
            metadata: [
                "application_id": cluster.settings.applicationID, "instance": request.instance,
                "stages": request.stages.map(\.rawValue).joined(separator: ","),
                "workers_per_stage": "\(request.workersAStage)", "pid": "\(getpid())",
            ])
    }

    private func watch(_ end: inout InputEnd?) throws(StreamError) {
        var reportedAt = clock.monotonic
        while !Interruption.isAsked {
            clock.sleep(milliseconds: 50)
            for thread in threads {
                if case .failure(let error) = thread.result { throw error }
            }
            let statuses = threads.map { ($0.stage, $0.monitor.current) }
            if try end?.isReached(statuses) == true { return }
            let now = clock.monotonic
            if request.progressInterval > 0, now - reportedAt >= request.progressInterval {
                reportedAt = now
                report(now: now)
            }
        }
        logger.info("ending")
    }

    private func report(now: Int64) {
        var ends: [InputPosition] = []
        for stage in request.stages {
            // A broker that does not answer shows in the workers' states.
            ends += (try? InputEnd.ends(of: stage, cluster, admin)) ?? []
        }
        let progress = meter.measure(
            threads.map(\.monitor.current), ends: ends, orders: cluster.topics.orders, now: now)
        logger.info(RunProgress.message, metadata: progress.metadata)
    }

    private func reportEnd(of thread: WorkerThread) {
        let status = thread.monitor.current
        logger.info(
            "worker ended",
            metadata: [
                "stage": thread.stage.rawValue, "worker": "\(thread.worker)",
                "records": "\(status.recordsProcessed)",
                "published": "\(status.recordsPublished)",
                "transactions": "\(status.transactionsCommitted)",
                "commit_p50_ms": "\(status.commits.quantile(0.5))",
                "commit_p99_ms": "\(status.commits.quantile(0.99))",
            ])
    }

    /// Waits for the workers; one that hangs is left to the end of the process, and its open
    /// transaction to the broker.
    private func awaitEnd() {
        let deadline = clock.monotonic + Self.patience
        while threads.contains(where: { $0.result == nil }) {
            if clock.monotonic >= deadline {
                let hanging = threads.filter { $0.result == nil }
                logger.warning(
                    "workers did not end in time; what they had not committed is done again later",
                    metadata: [
                        "workers": hanging.map { "\($0.stage.rawValue)-\($0.worker)" }
                            .joined(separator: ",")
                    ])
                return
            }
            clock.sleep(milliseconds: 10)
        }
    }

    private func throwFailure() throws {
        for thread in threads {
            if case .failure(let error) = thread.result {
                // The broker may be away while we end: nothing is lost, the work is done again.
                if error.consequence == .unavailable || error.consequence == .retry {
                    logger.warning("ended without a last commit: \(error.message)")
                    continue
                }
                throw Failure(error)
            }
        }
    }

    private static func reach(
        _ cluster: Cluster, failsFast: Bool, _ logger: Logger
    ) throws -> KafkaAdmin {
        do throws(StreamError) {
            let admin = try KafkaAdmin(cluster.client)
            while true {
                do throws(StreamError) {
                    try admin.reach(within: 5000)
                    return admin
                } catch {
                    let isHopeless = failsFast || error.consequence != .unavailable
                    if isHopeless || Interruption.isAsked {
                        admin.close()
                        throw error
                    }
                    logger.warning("waiting for the broker: \(error.message)")
                }
            }
        } catch {
            throw Interruption.isAsked ? Failure(.done, "") : Failure(error)
        }
    }

    private static func refuseMissingTopics(
        _ cluster: Cluster, _ stages: [StageName], _ admin: KafkaAdmin
    ) throws(StreamError) {
        let there = Set(try admin.topics().map(\.name))
        var needed: [String] = []
        for stage in stages.map({ $0.description(cluster.topics) }) {
            for topic in stage.inputs + stage.globals + stage.outputs + [stage.stateTopic]
            where !needed.contains(topic) { needed.append(topic) }
        }
        let missing = needed.filter { !there.contains($0) }
        guard missing.isEmpty else {
            throw StreamError(
                .topicsChanged,
                "these topics are missing: \(missing.joined(separator: ", ")). "
                    + "`plaudit topics create` creates them.")
        }
    }
}
