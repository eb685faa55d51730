// Figures about Plaudit's speed. Each command checks its results before it prints a figure.
//
//   plaudit-bench reference   the reference job against the floor, on a real Kafka
//   plaudit-bench latency     from an order's append to what was committed of it
//   plaudit-bench stages      both stages in memory, without a broker

import Glibc

@main
enum PlauditBench {
    static func main() {
        let arguments = BenchArguments(Array(CommandLine.arguments.dropFirst()))
        do {
            switch arguments.command {
            case "reference": try ReferenceJob(arguments).run()
            case "latency": try LatencyBenchmark(arguments).run()
            case "stages": try StageBenchmark(arguments).run()
            case "floor": try FloorCommand(arguments).run()
            default: throw BenchFailure("\(arguments.command): reference, latency or stages")
            }
        } catch {
            print("plaudit-bench: \(error)")
            exit(1)
        }
    }
}

/// A figure that cannot be trusted, or a run that did not come to its end.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
