import Foundation
import Synchronization
import Testing
import plaudit

@Suite struct LoggerTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    @Test func `a line is one JSON object, whatever the message holds`() throws {
        let lines = Lines()
        let logger = Logger(label: "run") { line in lines.all.withLock { $0.append(line) } }
        logger.warning("a \"quote\",\na new line, \u{1} and ü", metadata: ["topic": "orders\\0"])
        let line = try #require(lines.all.withLock { $0 }.first)
        #expect(!line.contains("\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["message"] == "a \"quote\",\na new line, \u{1} and ü")
        #expect(object["level"] == "warning")
        #expect(object["topic"] == "orders\\0")
        #expect(object["label"] == "run")
    }

    @Test func `a line below the level is not written`() {
        let lines = Lines()
        let logger = Logger(label: "run", level: .warning) { line in
            lines.all.withLock { $0.append(line) }
        }
        logger.info("quiet")
        logger.error("loud")
        #expect(lines.all.withLock { $0.count } == 1)
    }
}
