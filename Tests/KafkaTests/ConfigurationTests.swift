import Kafka
import Testing

@Suite struct ConfigurationTests {
    private func problem(_ extra: [String: String]) -> PropertyError? {
        let configuration = ClientConfiguration(bootstrapServers: "localhost:9092", extra: extra)
        do {
            try configuration.check()
            return nil
        } catch {
            return error
        }
    }

    @Test func `any property of librdkafka may be set`() {
        #expect(
            problem([
                "socket.timeout.ms": "5000", "fetch.wait.max.ms": "3", "linger.ms": "1",
                "compression.codec": "zstd", "sasl.username": "me",
            ]) == nil)
    }

    @Test func `an unknown property is named, with the one that is spelled most like it`() {
        let error = problem(["linger.msec": "5"])
        #expect(error?.property == "linger.msec")
        #expect(error?.nearest == "linger.ms")
        #expect(
            error?.description
                == "kafka.linger.msec: no property of librdkafka, did you mean `linger.ms`?")
        #expect(problem(["what.is.this.even": "5"])?.nearest == nil)
    }

    @Test func `a value that does not fit says what would`() {
        let error = problem(["linger.ms": "-1"])
        #expect(error?.property == "linger.ms")
        #expect(error?.problem.contains("range") == true)
    }

    @Test(arguments: ["ssl.key.pem", "ssl.certificate.pem", "ssl.ca.pem"])
    func `the value of a secret is not repeated`(name: String) {
        let error = problem([name: "hunter2"])
        #expect(error == nil || error?.description.contains("hunter2") == false)
    }

    @Test(arguments: [
        "isolation.level", "enable.auto.commit", "auto.offset.reset", "partitioner", "acks",
        "group.instance.id", "transactional.id", "bootstrap.servers", "enable.idempotence",
        "partition.assignment.strategy", "delivery.report.only.error",
    ])
    func `what exactly once rests on cannot be set`(name: String) {
        let error = problem([name: "true"])
        #expect(error?.property == name)
        #expect(error?.problem.hasPrefix("cannot be set") == true)
    }

    @Test func `a transaction lives ten seconds at most`() {
        #expect(problem(["transaction.timeout.ms": "10000"]) == nil)
        #expect(problem(["transaction.timeout.ms": "10001"])?.property == "transaction.timeout.ms")
        #expect(problem(["transaction.timeout.ms": "soon"])?.property == "transaction.timeout.ms")
        var configuration = ClientConfiguration(bootstrapServers: "localhost:9092")
        configuration.transactionTimeout = 20_000
        #expect(throws: PropertyError.self) { try configuration.check() }
    }
}
