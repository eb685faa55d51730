import Codec
import Foundation
import Kafka
import Pipeline
import Promo
import Streams

/// The assignments that the code-registry topic holds, as a table.
struct RegistryList {
    let cluster: Cluster

    /// What stands in the topic: the latest record of each key, and what could not be used.
    func read() throws(Failure) -> (assignments: [Assignment], refused: [String]) {
        do {
            let reader = try KafkaReader(cluster.client, topics: [cluster.topics.codeRegistry])
            defer { reader.close() }
            let decoder = AssignmentDecoder()
            var latest: [[UInt8]: ReadRecord] = [:]
            try reader.readToEnd { latest[$0.key ?? []] = $0 }
            var assignments: [Assignment] = []
            var refused: [String] = []
            for record in latest.values {
                guard let value = record.value else { continue }
                do throws(Refusal) {
                    assignments.append(try Self.decode(decoder, record.key, value))
                } catch {
                    let place = "\(record.topic)/\(record.partition)/\(record.offset)"
                    refused.append("\(place): \(error.detail) (\(error.reason.rawValue))")
                }
            }
            return (assignments, refused.sorted())
        } catch {
            throw Failure(error)
        }
    }

    private static func decode(
        _ decoder: AssignmentDecoder, _ key: [UInt8]?, _ value: [UInt8]
    ) throws(Refusal) -> Assignment {
        let result = (key ?? []).withUnsafeBytes { keyBytes in
            value.withUnsafeBytes { value -> Result<Assignment, Refusal> in
                do throws(Refusal) {
                    return .success(
                        try decoder.decode(
                            DecodeInput(
                                key: key == nil ? nil : keyBytes, value: value,
                                timestamp: EventTime(milliseconds: -1), isRightPartition: true)))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    /// One line an assignment, by code and start.
    static func table(_ assignments: [Assignment]) -> [String] {
        let sorted = assignments.sorted {
            ($0.normal, $0.validFrom, $0.key) < ($1.normal, $1.validFrom, $1.key)
        }
        var rows = [["code", "creator", "name", "from", "until", "status", "channels", "key"]]
        for assignment in sorted {
            rows.append([
                assignment.code.description, assignment.creatorID.description,
                assignment.creatorName?.description ?? "", text(assignment.validFrom),
                assignment.validUntil.map(text) ?? "evergreen", status(of: assignment),
                channels(of: assignment), assignment.key.description,
            ])
        }
        let widths = rows[0].indices.map { column in
            min(40, rows.map { $0[column].count }.max() ?? 0)
        }
        return rows.map { row in
            zip(row, widths).map { Screen.left($0, $1) }.joined(separator: "  ")
                .trimmingCharacters(in: .whitespaces)
        }
    }

    private static func status(of assignment: Assignment) -> String {
        guard assignment.status != .active else { return "active" }
        let since = assignment.statusAt.map { " from \(text($0))" } ?? ""
        return "\(assignment.status)\(since)"
    }

    private static func channels(of assignment: Assignment) -> String {
        let channels = SalesChannel.allCases.filter { assignment.redeemable.includes($0) }
        return channels.count == SalesChannel.allCases.count
            ? "all" : channels.map { "\($0)" }.joined(separator: " ")
    }

    private static func text(_ time: EventTime) -> String {
        let seconds = TimeInterval(time.milliseconds) / 1000
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
