import Foundation
import Glibc
import Kafka
import Simulation
import Streams

/// A live shop and its processors: orders come, a subscriber reads, and no processor may end by
/// itself.
final class Scene {
    let deployment: Deployment
    let records: [ShopRecord]
    private(set) var processes: [String: Subject] = [:]
    /// Over which time the records are spread.
    private let length: Duration
    private let observer: Observer
    private let begun = ContinuousClock.now
    private var sent = 0
    /// Asked when one ends by itself: true if it is only to be started again.
    var mayEnd: (_ instance: String, Subject.Ending) -> Bool = { _, _ in false }
    /// Asked what it has to say when nothing is published.
    var witness: () async throws -> String = { "" }

    init(
        _ deployment: Deployment, seed: UInt64, orders: Int, length: Duration
    ) throws {
        self.deployment = deployment
        self.length = length
        let now = Int64(Date.now.timeIntervalSince1970 * 1000)
        records = AdversarialShop(
            seed: seed, orders: orders, now: now, partitions: deployment.partitions
        ).records()
        observer = try Observer(deployment)
    }

    var elapsed: Duration { ContinuousClock.now - begun }

    /// Attributions that the subscriber has seen.
    var seen: Int { observer.count }

    /// Differences between what the subscriber saw meanwhile and what one reads now.
    func faultsSeen() throws -> [String] { try observer.faults() }

    func start(_ instance: String) throws {
        processes[instance] = try deployment.run(instance)
    }

    func kill(_ instance: String) {
        processes[instance]?.kill()
        processes[instance] = nil
    }

    /// Stops all processors where they are, until `thaw`.
    func freeze() { for process in processes.values { process.signal(SIGSTOP) } }
    func thaw() { for process in processes.values { process.signal(SIGCONT) } }

    /// Asks all processors to end, which they must do in good order and time.
    func end() async throws {
        for process in processes.values { process.signal(SIGTERM) }
        for (instance, process) in processes {
            let ending = try await process.end(within: .seconds(10))
            guard ending == .exit(0) else {
                throw Failure("\(instance), asked to end: \(ending)\n\(process.lastWords(20))")
            }
        }
        processes = [:]
    }

    /// Life goes on for so long.
    func live(_ duration: Duration) async throws {
        let end = ContinuousClock.now + duration
        repeat {
            try send(upTo: Int(Double(records.count) * (elapsed / length)))
            try observer.look()
            for instance in processes.keys.sorted() { try lookAfter(instance) }
            try await Task.sleep(for: .milliseconds(15))
        } while ContinuousClock.now < end
    }

    /// Life goes on until something new is published.
    func liveUntilPublished(within limit: Duration) async throws {
        let (before, deadline) = (seen, ContinuousClock.now + limit)
        repeat {
            guard ContinuousClock.now < deadline else {
                let tails = processes.map { "\($0.key):\n\($0.value.tail(10))" }
                let words = try await tails + [witness()]
                throw Failure(
                    "nothing was published for \(limit)\n" + words.joined(separator: "\n"))
            }
            try await live(.milliseconds(100))
        } while seen == before
    }

    /// Sends what is left.
    func sendAll() throws {
        try send(upTo: records.count)
        try deployment.flush()
    }

    func send(upTo count: Int) throws {
        let end = min(count, records.count)
        guard end > sent else { return }
        try deployment.send(records[sent..<end])
        sent = end
    }

    private func lookAfter(_ instance: String) throws {
        guard let process = processes[instance], let ending = process.poll() else { return }
        guard mayEnd(instance, ending) else {
            throw Failure("\(instance) ended by itself: \(ending)\n\(process.lastWords(30))")
        }
        try start(instance)
    }
}
