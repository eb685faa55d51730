import BrokerSupport
import Kafka
import Synchronization
import Testing

@Suite struct LogBridgeTests {
    private final class Lines: Sendable {
        let all = Mutex<[LogLine]>([])
    }

    /// What a client that meets nobody says in `milliseconds`.
    private func lines(extra: [String: String], milliseconds: Int32) throws -> [LogLine] {
        let lines = Lines()
        let configuration = ClientConfiguration(
            bootstrapServers: "127.0.0.1:1", extra: extra,
            log: LogBridge { line in lines.all.withLock { $0.append(line) } })
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        #expect(failure { try admin.reach(within: milliseconds) } != nil)
        return lines.all.withLock { $0 }
    }

    @Test func `a broker that is not there is said once in a while, not at every try`() throws {
        let lines = try lines(
            extra: ["reconnect.backoff.ms": "5", "reconnect.backoff.max.ms": "10"],
            milliseconds: 1_500)
        let refused = lines.filter { $0.text.contains("127.0.0.1:1") }
        #expect((1...9).contains(refused.count))
    }

    @Test func `a line says what happened, without the name of a thread`() throws {
        let lines = try lines(extra: [:], milliseconds: 500)
        #expect(lines.allSatisfy { !$0.text.contains("thrd:") })
        #expect(lines.contains { $0.text.contains("Connection refused") })
    }

    @Test func `that a setting is another client's is no news`() throws {
        let lines = try lines(
            extra: ["linger.ms": "1", "fetch.wait.max.ms": "1"], milliseconds: 200)
        #expect(!lines.contains { $0.facility == "CONFWARN" })
    }

    @Test func `a password is in no line`() throws {
        let lines = try lines(
            extra: ["sasl.username": "me", "sasl.password": "hunter2", "debug": "all"],
            milliseconds: 300)
        #expect(lines.allSatisfy { !$0.text.contains("hunter2") })
    }
}
