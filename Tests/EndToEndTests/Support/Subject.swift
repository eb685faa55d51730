// A process that tests start, freeze, kill and ask to end.

import Foundation
import Glibc

/// A process in a group of its own, whose words go to a file. It ends with this process, however
/// this one ends.
final class Subject {
    enum Ending: Equatable, CustomStringConvertible {
        case exit(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .exit(let code): "exit code \(code)"
            case .signal(let number): "signal \(number)"
            }
        }
    }

    let pid: pid_t
    let log: URL
    private(set) var ending: Ending?

    init(
        _ command: [String], log: URL, environment: [String: String] = [:]
    ) throws {
        self.log = log
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions, 1, log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on hold signals back; a child must not inherit that.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        // What these tests are told by PLAUDIT_… is no setting of Plaudit's.
        let variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PLAUDIT_") }.merging(environment) { $1 }
        var pid: pid_t = 0
        let code = Self.withStrings(command) { arguments in
            Self.withStrings(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawnp(&pid, command[0], &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else {
            throw Failure("cannot start \(command[0]): \(String(cString: strerror(code)))")
        }
        self.pid = pid
        Lifeline.shared.add(pid)
    }

    deinit {
        guard poll() == nil else { return }
        signal(SIGKILL)
        take(0)
    }

    func signal(_ number: Int32) {
        guard poll() == nil else { return }
        Glibc.kill(-pid, number)
    }

    /// How it ended; nil while it runs.
    @discardableResult func poll() -> Ending? {
        if ending == nil { take(WNOHANG) }
        return ending
    }

    /// The crash that no process can prepare for. Returns when it is gone.
    func kill() {
        signal(SIGKILL)
        if ending == nil { take(0) }
    }

    /// Waits for its end; one that takes longer is killed, and a failure.
    @discardableResult func end(within limit: Duration) async throws -> Ending {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let ending = poll() { return ending }
            try await Task.sleep(for: .milliseconds(20))
        }
        kill()
        throw Failure("process \(pid) did not end within \(limit):\n\(tail(20))")
    }

    /// All that it wrote.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// The last lines that it wrote.
    func tail(_ count: Int) -> String {
        output.split(separator: "\n").suffix(count).joined(separator: "\n")
    }

    /// The last lines, and before them what a crash said of itself: its backtrace, which comes
    /// after that, may be longer than any tail.
    func lastWords(_ count: Int) -> String {
        let lines = output.split(separator: "\n")
        let behind = lines.count - count
        guard let crash = lines.firstIndex(where: Self.isOfCrash), crash < behind else {
            return tail(count)
        }
        let reason = lines[max(0, crash - 5)..<min(crash + 15, behind)]
        return (reason + ["…"] + lines.suffix(count)).joined(separator: "\n")
    }

    /// librdkafka's, libc's and Swift's ways of saying what went wrong.
    private static func isOfCrash(_ line: Substring) -> Bool {
        ["*** ", "Assertion `", "Fatal error", "malloc", "free()"].contains { line.contains($0) }
    }

    private func take(_ options: Int32) {
        var status: Int32 = 0
        guard waitpid(pid, &status, options) == pid else { return }
        Lifeline.shared.remove(pid)
        // What the macros WIFEXITED and so on say, which Swift cannot see.
        ending = status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { pointers.forEach { free($0) } }
        return body(pointers)
    }
}

/// Why a test could not go on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
