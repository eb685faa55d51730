import Foundation
import Glibc

/// What a process cost from its start to its end.
struct Usage {
    /// Seconds.
    var user = 0.0
    var system = 0.0
    var wall = 0.0
    /// The most memory that it had, in bytes.
    var peakMemory = 0

    var cpu: Double { user + system }
}

/// A child process whose CPU time and memory are measured. What it writes goes to a file.
enum MeasuredChild {
    /// Throws where it does not end with code 0, with the end of what it wrote.
    static func run(
        _ path: String, _ arguments: [String], output: String
    ) throws -> Usage {
        let begun = ContinuousClock.now
        let pid = try spawn(path, arguments, output)
        var usage = Usage()
        var status: Int32 = 0
        var resources = rusage()
        while wait4(pid, &status, WNOHANG, &resources) == 0 {
            // The kernel's own figure for a child that is gone has the parent's memory in it.
            usage.peakMemory = max(usage.peakMemory, peakMemory(of: pid))
            usleep(20_000)
        }
        let elapsed = (ContinuousClock.now - begun).components
        usage.wall = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        usage.user = seconds(resources.ru_utime)
        usage.system = seconds(resources.ru_stime)
        guard status == 0 else {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            let tail = text.split(separator: "\n").suffix(5).joined(separator: "\n")
            throw BenchFailure("\(path) \(arguments.first ?? "") ended with \(status):\n\(tail)")
        }
        return usage
    }

    /// Starts it; whoever did must wait for its end.
    static func spawn(
        _ path: String, _ arguments: [String], _ output: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var strings = ([path] + arguments).map { strdup($0) } + [nil]
        defer { strings.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, nil, &strings, environ)
        guard code == 0 else {
            throw BenchFailure("\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// Bytes; 0 once the process is gone.
    private static func peakMemory(of pid: pid_t) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) * 1024
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    }
}
