import Foundation
import Glibc

/// A server that ends with this process, however this process ends: a shell beside it reads from a
/// pipe whose other end closes then, and ends the server with all its children.
final class ServerProcess {
    private let process = Process()
    private let lifeline = Pipe()
    let log: URL

    private static let watch = """
        data=$1; log=$2; shift 2
        setsid "$@" > "$log" 2>&1 < /dev/null &
        server=$!
        cat > /dev/null
        kill -TERM -$server
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            kill -0 -$server 2> /dev/null || break
            sleep 0.25
        done
        kill -KILL -$server
        rm -rf "$data"
        """

    /// `data` is deleted when the server has ended.
    init(_ command: [String], data: URL, environment: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        log = data.appendingPathComponent("server.log")
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", ServerProcess.watch, "watch", data.path, log.path] + command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = lifeline
        // What a test starts must not hold the server alive after the test.
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// What it wrote last, for messages.
    var tail: String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
