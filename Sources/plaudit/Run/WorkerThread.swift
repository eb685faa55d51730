import Foundation
import Kafka
import Pipeline
import Streams
import Synchronization

/// One worker on a thread of its own, with Kafka clients of its own.
final class WorkerThread: Sendable {
    /// Deep enough for any record: decoding does not recurse, and neither does the runtime.
    private static let stackBytes = 4 << 20

    let stage: StageName
    let worker: Int
    let monitor = WorkerMonitor()
    private let ending = Mutex<Result<Void, StreamError>?>(nil)

    init(stage: StageName, worker: Int) {
        self.stage = stage
        self.worker = worker
    }

    /// nil while it runs.
    var result: Result<Void, StreamError>? { ending.withLock { $0 } }

    func start(_ cluster: Cluster, instance: String, failsFast: Bool, stop: StopSignal) {
        var settings = WorkerSettings(
            applicationID: cluster.settings.applicationID, instance: instance, worker: worker)
        settings.commitInterval = cluster.settings.commitInterval.milliseconds
        settings.commitMaxBytes = Int(cluster.settings.commitMaxBytes)
        settings.failsFast = failsFast
        let thread = Thread { [self, settings] in
            let result = run(cluster, settings, stop)
            ending.withLock { $0 = result }
        }
        thread.name = "\(stage.rawValue)-\(worker)"
        thread.stackSize = Self.stackBytes
        thread.start()
    }

    private func run(
        _ cluster: Cluster, _ settings: WorkerSettings, _ stop: StopSignal
    ) -> Result<Void, StreamError> {
        do throws(StreamError) {
            try Worker(
                stage: stage.make(cluster.topics, cluster.settings),
                broker: KafkaBroker(cluster.client), clock: SystemClock(),
                settings: settings, stop: stop, monitor: monitor
            ).run()
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

/// The stages, in the order of the flow.
enum StageName: String, CaseIterable, ExpressibleByArgument {
    case attribute, score, rank

    func description(_ topics: Topics) -> StageDescription {
        switch self {
        case .attribute: topics.attribute
        case .score: topics.score
        case .rank: topics.rank
        }
    }

    func make(_ topics: Topics, _ settings: Settings) -> any Stage {
        switch self {
        case .attribute: AttributeStage(topics: topics, settings: settings.pipeline)
        case .score: ScoreStage(topics: topics, settings: settings.pipeline)
        case .rank: RankStage(topics: topics, settings: settings.pipeline)
        }
    }
}
