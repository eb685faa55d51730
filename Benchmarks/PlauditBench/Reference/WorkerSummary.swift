import Foundation

/// What a worker of `plaudit run` says of itself when it ends.
struct WorkerSummary {
    /// ATTRIBUTE, SCORE and RANK.
    private static let stages = 3

    var stage: String
    var transactions: Int
    /// ms.
    var commitP50: Int
    var commitP99: Int

    /// From the log of a run with one worker a stage.
    static func read(_ path: String) throws -> [WorkerSummary] {
        let log = try String(contentsOfFile: path, encoding: .utf8)
        let workers = log.split(separator: "\n").compactMap { line -> WorkerSummary? in
            guard
                let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                    as? [String: String], entry["message"] == "worker ended",
                let stage = entry["stage"]
            else { return nil }
            func number(_ name: String) -> Int { Int(entry[name] ?? "") ?? 0 }
            return WorkerSummary(
                stage: stage, transactions: number("transactions"),
                commitP50: number("commit_p50_ms"), commitP99: number("commit_p99_ms"))
        }
        guard workers.count == Self.stages, workers.allSatisfy({ $0.transactions > 0 }) else {
            throw BenchFailure("the job's log does not say what its workers did:\n\(log)")
        }
        return workers
    }
}
