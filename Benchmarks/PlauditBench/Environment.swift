import Foundation
import Kafka

/// What figures were made with.
enum Environment {
    static var current: [(String, String)] {
        let revision = git("rev-parse", "--short", "HEAD")
        let isDirty = !git("status", "--porcelain", "--untracked-files=no").isEmpty
        return [
            ("revision", revision.isEmpty ? "unknown" : revision),
            ("dirty", revision.isEmpty ? "unknown" : String(isDirty)),
            ("librdkafka", KafkaBroker.libraryVersion), ("broker", broker),
            ("cores", String(ProcessInfo.processInfo.activeProcessorCount)),
        ]
    }

    /// From the names of the libraries under `KAFKA_HOME`.
    private static var broker: String {
        let home = ProcessInfo.processInfo.environment["KAFKA_HOME"] ?? ""
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home + "/libs")) ?? []
        let prefix = "kafka-clients-"
        let clients = names.first { $0.hasPrefix(prefix) && $0.hasSuffix(".jar") }
        return clients.map { "kafka " + $0.dropFirst(prefix.count).dropLast(4) } ?? "unknown"
    }

    private static func git(_ arguments: String...) -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "" }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
