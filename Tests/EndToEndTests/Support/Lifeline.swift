import Foundation
import Synchronization

/// A shell beside this process that knows its children, and kills them when our end of its input
/// closes: also when this process is killed, and also those that are frozen.
final class Lifeline: Sendable {
    static let shared = Lifeline()

    private static let script = """
        declare -A pids
        while read -r word pid; do
            if [ "$word" = add ]; then pids[$pid]=1; else unset "pids[$pid]"; fi
        done
        for pid in "${!pids[@]}"; do kill -KILL -- "-$pid"; done
        """

    private let input: Mutex<FileHandle?>

    private init() {
        let pipe = Pipe()
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/bash")
        shell.arguments = ["-c", Self.script]
        shell.standardInput = pipe
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        let isRunning = (try? shell.run()) != nil
        input = Mutex(isRunning ? pipe.fileHandleForWriting : nil)
    }

    func add(_ pid: pid_t) { say("add \(pid)") }
    func remove(_ pid: pid_t) { say("remove \(pid)") }

    private func say(_ line: String) {
        input.withLock { try? $0?.write(contentsOf: Data((line + "\n").utf8)) }
    }
}
