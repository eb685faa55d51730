// A log of JSON lines (or plain ones, where a person looks on), shaped like swift-log so that it
// can be swapped for it.

import Foundation
import Synchronization

package struct Logger: Sendable {
    package enum Level: String, CaseIterable, Comparable, Sendable, ExpressibleByArgument {
        case debug, info, notice, warning, error

        package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package enum Format: String, CaseIterable, Sendable, ExpressibleByArgument {
        case json, text
    }

    /// In the order written.
    package typealias Metadata = KeyValuePairs<String, String>

    package var label: String
    package var logLevel: Level
    package var format: Format
    private let write: @Sendable (String) -> Void

    /// `write` takes one whole line.
    package init(
        label: String, level: Level = .info, format: Format = .json,
        write: @escaping @Sendable (String) -> Void = Logger.standardError
    ) {
        self.label = label
        logLevel = level
        self.format = format
        self.write = write
    }

    package func debug(_ message: @autoclosure () -> String, metadata: Metadata = [:]) {
        log(.debug, message(), metadata)
    }

    package func info(_ message: @autoclosure () -> String, metadata: Metadata = [:]) {
        log(.info, message(), metadata)
    }

    package func notice(_ message: @autoclosure () -> String, metadata: Metadata = [:]) {
        log(.notice, message(), metadata)
    }

    package func warning(_ message: @autoclosure () -> String, metadata: Metadata = [:]) {
        log(.warning, message(), metadata)
    }

    package func error(_ message: @autoclosure () -> String, metadata: Metadata = [:]) {
        log(.error, message(), metadata)
    }

    package func log(
        _ level: Level, _ message: @autoclosure () -> String, _ metadata: Metadata = [:]
    ) {
        guard level >= logLevel else { return }
        let time = Date.now.formatted(Self.timestamp)
        switch format {
        case .json:
            var line = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\""
            line += ",\"label\":\"\(label)\",\"message\":\(Self.quoted(message()))"
            for (key, value) in metadata { line += ",\(Self.quoted(key)):\(Self.quoted(value))" }
            write(line + "}")
        case .text:
            var line = "\(time.dropFirst(11).prefix(12)) \(level.rawValue) \(message())"
            if !metadata.isEmpty {
                line += " (" + metadata.map { "\($0) \($1)" }.joined(separator: ", ") + ")"
            }
            write(line)
        }
    }

    private static let timestamp = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// JSON text: quotes, backslashes and control characters escaped.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static let lock = Mutex(())

    /// One write a line: lines of several threads, or processes, do not mix.
    package static func standardError(_ line: String) {
        lock.withLock { _ in
            FileHandle.standardError.write(Data((line + "\n").utf8))
        }
    }
}
