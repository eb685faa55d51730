// A process that this one started and looks after.

import Foundation
import Glibc

/// A running child. It has a process group of its own, so that Ctrl-C reaches it only through us,
/// and its end is ordered.
package final class Child {
    package enum Ending: Equatable, CustomStringConvertible {
        case exit(Int32)
        case signal(Int32)

        package var description: String {
            switch self {
            case .exit(let code): "exit code \(code)"
            case .signal(let number): "signal \(number)"
            }
        }
    }

    package let pid: Int32
    /// What the child writes to its standard error, and output, arrives here.
    private let output: FileHandle
    /// Closed when this process ends, however it ends.
    private let input: FileHandle
    private var ending: Ending?
    private var buffer: [UInt8] = []

    /// Starts `path` with `arguments` in the environment of this process and `environment`.
    package init(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        let input = Pipe()
        let output = Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let ends: [(FileHandle, Int32)] = [
            (input.fileHandleForReading, 0), (output.fileHandleForWriting, 1),
            (output.fileHandleForWriting, 2),
        ]
        for (handle, descriptor) in ends {
            posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, descriptor)
        }
        for handle in [
            input.fileHandleForReading, input.fileHandleForWriting,
            output.fileHandleForReading, output.fileHandleForWriting,
        ] { posix_spawn_file_actions_addclose(&actions, handle.fileDescriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process ignores its child must not, nor what this thread holds back: Dispatch's
        // threads hold back every signal.
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var pid: pid_t = 0
        let code = Self.withStrings([path] + arguments) { arguments in
            Self.withStrings(variables.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&pid, path, &actions, &attributes, arguments, environment)
            }
        }
        try input.fileHandleForReading.close()
        try output.fileHandleForWriting.close()
        guard code == 0 else {
            throw Failure(.unavailable, "cannot start \(path): \(String(cString: strerror(code)))")
        }
        self.pid = pid
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
    }

    /// The next line that it writes, waited for; nil when it has closed its output.
    package func readLine() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let more = output.availableData
            if more.isEmpty { return nil }
            buffer += more
        }
    }

    /// How it ended; nil while it runs.
    package func poll() -> Ending? {
        if ending == nil { ending = Self.wait(pid, WNOHANG) }
        return ending
    }

    /// Asks it and its own children to end, and ends it when it has not after `patience`.
    /// - Returns: how it ended.
    @discardableResult
    package func stop(patience: Duration = .seconds(10)) -> Ending {
        let deadline = ContinuousClock.now + patience
        if poll() == nil { kill(-pid, SIGTERM) }
        while poll() == nil, ContinuousClock.now < deadline { usleep(20_000) }
        if poll() == nil {
            kill(-pid, SIGKILL)
            ending = Self.wait(pid, 0)
        }
        try? input.close()
        return ending ?? .signal(SIGKILL)
    }

    private static func wait(_ pid: pid_t, _ options: Int32) -> Ending? {
        var status: Int32 = 0
        guard waitpid(pid, &status, options) == pid else { return nil }
        // The macros WIFEXITED and so on, which Swift cannot see.
        return status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
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
