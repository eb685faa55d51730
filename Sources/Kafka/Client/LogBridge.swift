import Synchronization

/// One line that librdkafka wrote.
package struct LogLine: Sendable {
    package enum Level: Int, Sendable, Comparable {
        case error, warning, info, debug

        package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    package let level: Level
    /// librdkafka's short word for the kind of line (`FAIL`, `REQTMOUT` …).
    package let facility: String
    /// What it says; never holds a password, which librdkafka does not log.
    package let text: String
    /// How many lines of this kind were held back since the last one.
    package let suppressed: Int
}

/// Passes librdkafka's log lines on to ours: at most a few of a kind in ten seconds, without the
/// lines that say nothing. Called from librdkafka's threads.
package final class LogBridge: Sendable {
    private struct Kind {
        var since: Int64
        var passed: Int
        var suppressed: Int
    }

    private static let window: Int64 = 10_000
    private static let linesAWindow = 3

    private let sink: @Sendable (LogLine) -> Void
    private let kinds = Mutex<[String: Kind]>([:])

    /// `sink` is called from any thread and must be quick.
    package init(sink: @escaping @Sendable (LogLine) -> Void) {
        self.sink = sink
    }

    /// `severity` is syslog's: 3 and below an error, 4 a warning, 5 and 6 information.
    func receive(severity: Int32, facility: String, text: String) {
        guard !LogBridge.saysNothing(facility, text), let suppressed = admit(facility) else {
            return
        }
        let level: LogLine.Level =
            switch severity {
            case ...3: .error
            case 4: .warning
            case 5, 6: .info
            default: .debug
            }
        sink(
            LogLine(
                level: level, facility: facility, text: LogBridge.withoutThread(text),
                suppressed: suppressed))
    }

    /// Lines held back before this one, or nil to hold it back as well.
    private func admit(_ facility: String) -> Int? {
        let now = Deadline.now
        return kinds.withLock { kinds -> Int? in
            var kind = kinds[facility] ?? Kind(since: now, passed: 0, suppressed: 0)
            defer { kinds[facility] = kind }
            if now - kind.since >= LogBridge.window {
                kind.since = now
                kind.passed = 0
            }
            guard kind.passed < LogBridge.linesAWindow else {
                kind.suppressed += 1
                return nil
            }
            kind.passed += 1
            defer { kind.suppressed = 0 }
            return kind.suppressed
        }
    }

    /// The user's `kafka:` settings go to producers and consumers alike.
    private static func saysNothing(_ facility: String, _ text: String) -> Bool {
        facility == "CONFWARN" && text.contains("property and will be ignored by this")
    }

    /// `[thrd:main]: text` without the thread.
    private static func withoutThread(_ text: String) -> String {
        guard text.hasPrefix("[thrd:"), let end = text.firstIndex(where: { $0 == "]" }) else {
            return text
        }
        return String(text[text.index(after: end)...].drop { $0 == ":" || $0 == " " })
    }
}
