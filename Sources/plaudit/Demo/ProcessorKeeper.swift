import Foundation
import Glibc
import Synchronization

/// Keeps a processor running as a process of its own: what dies is started again.
final class ProcessorKeeper: Sendable {
    /// What the screen says of the processor.
    struct View: Sendable {
        var pid: Int32 = 0
        var deaths = 0
        var lastDeath = ""
        /// The figures of its last line of progress, by name.
        var figures: [String: String] = [:]
        /// The last lines that were no progress.
        var lines: [String] = []
        /// Set when it is of no use to start it again.
        var failure: Failure?
    }

    private let arguments: [String]
    private let view = Mutex(View())
    private let isStopping = Atomic(false)
    private let isDone = Atomic(false)

    /// `arguments` follow `plaudit run`.
    init(_ arguments: [String]) { self.arguments = arguments }

    var current: View { view.withLock { $0 } }

    func start() {
        let thread = Thread { [self] in
            while !isStopping.load(ordering: .relaxed), current.failure == nil { keep() }
            isDone.store(true, ordering: .relaxed)
        }
        thread.name = "processor"
        thread.start()
    }

    /// Ends the processor in good order.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        let pid = current.pid
        if pid > 0 { kill(pid, SIGTERM) }
        let deadline = ContinuousClock.now + .seconds(11)
        while !isDone.load(ordering: .relaxed), ContinuousClock.now < deadline { usleep(20_000) }
    }

    /// One life of the processor.
    private func keep() {
        let child: Child
        do {
            child = try Child("/proc/self/exe", ["run"] + arguments)
        } catch {
            let failure = error as? Failure ?? Failure(.bug, "\(error)")
            return view.withLock { $0.failure = failure }
        }
        view.withLock { view in
            view.pid = child.pid
            view.figures = [:]
        }
        while let line = child.readLine() { take(line) }
        let ending = child.stop()
        guard !isStopping.load(ordering: .relaxed) else { return }
        view.withLock { view in
            view.pid = 0
            view.deaths += 1
            view.lastDeath = "\(ending)"
            // By a signal it was killed, and comes back; by itself it had a reason that stays.
            if case .exit(let code) = ending {
                let reason = view.lines.suffix(3).joined(separator: "\n")
                view.failure = Failure(
                    ExitCode(rawValue: code) ?? .bug, "the processor ended (\(ending)): \(reason)")
            }
        }
    }

    private func take(_ line: String) {
        let parsed = try? JSONSerialization.jsonObject(with: Data(line.utf8))
        let object = parsed as? [String: String]
        view.withLock { view in
            if let object, object["message"] == RunProgress.message {
                view.figures = object
            } else {
                view.lines = (view.lines + [object?["message"] ?? line]).suffix(20)
            }
        }
    }
}
