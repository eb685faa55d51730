import Foundation
import Glibc

/// The small broker that the demo brings along, on a directory of its own that goes with it.
final class EmbeddedBroker {
    let port: Int
    private let child: Child

    var address: String { "127.0.0.1:\(port)" }

    /// Starts it and waits until it answers.
    init(port: Int) throws {
        self.port = port
        guard let binary = Self.binary else {
            throw Failure(
                .unavailable,
                "no broker to start: `make demo` installs noida-db into .venv and says where it is "
                    + "(PLAUDIT_NOIDA); or set PLAUDIT_BOOTSTRAP_SERVERS to use one that runs")
        }
        guard !Self.isTaken(port) else {
            throw Failure(
                .unavailable,
                "port \(port) is in use: choose another with --port (make demo ARGS=\"--port N\"), "
                    + "or set PLAUDIT_BOOTSTRAP_SERVERS to use a broker that runs")
        }
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "plaudit-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // The shell ends the broker when our end of its input closes, however we end, and takes the
        // directory away.
        let watch = """
            trap : TERM; data=$1; shift; exec 3<&0
            "$@" --data-dir "$data" < /dev/null 3<&- & broker=$!
            { cat; kill $broker; } <&3 > /dev/null 2>&1 &
            exec 3<&-
            wait $broker; code=$?; [ $code -le 128 ] || { wait $broker; code=$?; }
            rm -rf "$data"; exit $code
            """
        child = try Child(
            "/bin/sh",
            [
                "-c", watch, "sh", directory.path, binary, "start", "--only", "kafka",
                "--kafka-port", "\(port)",
            ])
        try awaitStart()
    }

    private func awaitStart() throws {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline {
            if Self.isTaken(port) { return }
            if let ending = child.poll() {
                var lines: [String] = []
                while let line = child.readLine() { lines.append(line) }
                throw Failure(
                    .unavailable,
                    "the broker ended (\(ending)): \(lines.suffix(5).joined(separator: "\n"))")
            }
            usleep(20_000)
        }
        stop()
        throw Failure(.unavailable, "the broker did not answer on port \(port) within 15 s")
    }

    func stop() { child.stop(patience: .seconds(5)) }

    /// PLAUDIT_NOIDA, as `make` sets it, else what is on the path.
    private static var binary: String? {
        let environment = ProcessInfo.processInfo.environment
        let directories = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/noida-db" }
        return ([environment["PLAUDIT_NOIDA"]].compactMap { $0 } + directories)
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// True if something listens on the port.
    private static func isTaken(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
