import BrokerSupport
import Foundation
import Glibc
import Kafka
import Pipeline
import Streams

/// How long after an order was sent its attribution and its scorecard are committed and read, at a
/// steady rate; then what a `kill -9` costs (design §5). On a real Kafka, with six partitions and
/// `--open` orders kept before the measurement begins.
struct LatencyBenchmark {
    private static let partitions = 6
    /// Not measured at first: connections, memory, the JVM.
    private static let warmUp: Int64 = 5_000_000_000
    /// Caught up: attributions come as soon after their orders again, in ns.
    private static let caughtUp: Int64 = 150_000_000
    private static let patience: Int64 = 300_000_000_000

    private let rate: Int
    private let seconds: Int
    private let open: Int
    private let settings: [String]
    private let configuration: ClientConfiguration
    private let topics: Topics
    private let folder: URL

    /// `--rate N --seconds N --open N --with "flags of plaudit run"`
    init(_ arguments: BenchArguments) throws {
        rate = try arguments.number("rate", 20_000)
        seconds = try arguments.number("seconds", 30)
        open = try arguments.number("open", 1_000_000)
        settings = (arguments["with"] ?? "").split(separator: " ").map(String.init)
        configuration = try TestBroker.shared(.kafka).configuration
        topics = Topics(prefix: TestBroker.uniqueName("latency") + "-", applicationID: "latency")
        folder = FileManager.default.temporaryDirectory.appending(
            path: "plaudit-latency-\(UUID().uuidString.prefix(8))")
    }

    func run() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try MeasuredChild.run(
            executable, arguments("topics", ["create", "--partitions", "\(Self.partitions)"]),
            output: log)
        // Twice the time, for what follows the measurement.
        let shop = SteadyShop(
            topics, configuration, capacity: open + rate * (2 * seconds + 120))
        let watch = try LatencyWatch(topics, configuration, shop)
        defer { watch.close() }
        note("sending \(open) orders")
        shop.start(open: open, rate: rate)
        var processor = try start()
        defer { kill(processor, SIGKILL) }
        try watch.wait("the orders kept before", Self.patience) {
            shop.count >= open && watch.shown > 0 && watch.isQuiet
        }
        note("\(rate) orders a second")
        shop.goOn()
        let begun = Nanoseconds.now
        watch.since = begun + Self.warmUp
        let end = begun + Self.warmUp + Int64(seconds) * 1_000_000_000
        while Nanoseconds.now < end { try watch.look() }
        let sent = shop.count - open
        let held = Double(sent) / (Double(Nanoseconds.now - begun) * 1e-9)
        let steady = (watch.attributions, watch.scorecards)
        note("kill -9")
        let recovery = try recover(&processor, watch)
        try shop.end()
        try watch.wait("every order's scorecard", Self.patience) { watch.isQuiet }
        guard watch.shown == watch.redemptions else {
            throw BenchFailure(
                "\(watch.redemptions) redemptions, scorecards show \(watch.shown) of them")
        }
        report(held, steady.0, steady.1, recovery)
    }

    private func recover(
        _ processor: inout pid_t, _ watch: LatencyWatch
    ) throws -> (first: Int64, caughtUp: Int64) {
        kill(processor, SIGKILL)
        var status: Int32 = 0
        waitpid(processor, &status, 0)
        let killed = Nanoseconds.now
        processor = try start()
        // What was committed before the kill is no sign of life: only orders sent after it are.
        try watch.wait("the first attribution after the kill", Self.patience) {
            watch.last.sent > killed
        }
        let first = watch.last.at - killed
        try watch.wait("catching up", Self.patience) {
            watch.last.sent > killed && watch.last.at - watch.last.sent < Self.caughtUp
        }
        return (first, watch.last.at - killed)
    }

    private func report(
        _ held: Double, _ attributions: [Int64], _ scorecards: [Int64],
        _ recovery: (first: Int64, caughtUp: Int64)
    ) {
        func line(_ name: String, _ times: [Int64]) {
            let sorted = times.sorted()
            func percentile(_ part: Double) -> String {
                guard !sorted.isEmpty else { return "-" }
                let index = min(sorted.count - 1, Int(Double(sorted.count) * part))
                return Figures.text(Double(sorted[index]) * 1e-6, decimals: 1)
            }
            print(
                "\(Figures.left(name, 24))p50 \(percentile(0.5)) ms, p99 \(percentile(0.99)) ms, "
                    + "longest \(percentile(1)) ms, of \(sorted.count)")
        }
        print("\(Figures.text(held)) orders a second held, \(open) kept before")
        line("committed attribution", attributions)
        line("committed scorecard", scorecards)
        print(
            "killed: first new attribution after "
                + "\(Figures.text(Double(recovery.first) * 1e-9, decimals: 2)) s, caught up after "
                + "\(Figures.text(Double(recovery.caughtUp) * 1e-9, decimals: 2)) s")
        print(Environment.current.map { "\($0): \($1)" }.joined(separator: ", "))
    }

    // MARK: - Processes

    private var executable: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "plaudit").path
    }

    private var log: String { folder.appending(path: "log").path }

    private func start() throws -> pid_t {
        try MeasuredChild.spawn(
            executable,
            arguments(
                "run", ["--windows", "all,day", "--instance", "a", "--progress", "0s"] + settings),
            log)
    }

    private func arguments(_ command: String, _ flags: [String]) -> [String] {
        [command] + flags + [
            "--bootstrap-servers", configuration.bootstrapServers, "--prefix", topics.prefix,
            "--application-id", topics.applicationID,
        ]
    }

    private func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text) …\n".utf8))
    }
}

extension LatencyWatch {
    /// Looks on until `condition` holds.
    fileprivate func wait(
        _ what: String, _ patience: Int64, until condition: () -> Bool
    ) throws {
        let end = Nanoseconds.now + patience
        while !condition() {
            guard Nanoseconds.now < end else { throw BenchFailure("\(what): not within 5 minutes") }
            try look()
        }
    }

    /// Nothing has come for two seconds.
    fileprivate var isQuiet: Bool { Nanoseconds.now - last.at > 2_000_000_000 }
}
