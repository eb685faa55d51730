import BrokerSupport
import Glibc
import Kafka
import Pipeline
import Testing

extension EndToEnd {
    /// How `plaudit run` ends, and with which exit code.
    @Suite struct EndingTests {
        @Test(.needs(.kafka), .timeLimit(.minutes(3)))
        func `asked to end in the middle of the work, it ends in good order and goes on later`()
            async throws
        {
            let deployment = try await Deployment(on: .kafka, "ending", partitions: 2)
            let scene = try Scene(deployment, seed: 11, orders: 400, length: .seconds(9))
            for round in 0..<3 {
                try scene.start("a")
                try await scene.live(.milliseconds(1500 + 500 * round))
                try await scene.end()
            }
            try scene.sendAll()
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            #expect(try deployment.faultsAtRest() == [])
        }

        @Test(.needs(.kafka), .timeLimit(.minutes(3)))
        func `of two processes of one name the older ends with 75, and nothing counts twice`()
            async throws
        {
            let deployment = try await Deployment(on: .kafka, "twins", partitions: 2)
            let scene = try Scene(deployment, seed: 12, orders: 400, length: .seconds(8))
            try scene.start("a")
            try await scene.live(.seconds(3))
            let older = try #require(scene.processes["a"])
            // The scene's is the newer from here on.
            try scene.start("a")
            try await scene.live(.seconds(4))
            #expect(try await older.end(within: .seconds(15)) == .exit(75))
            #expect(older.tail(5).contains("Another process runs with this application id"))
            try scene.sendAll()
            try await scene.live(.seconds(1))
            try await scene.end()
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            #expect(try deployment.faultsAtRest() == [])
        }

        @Test(.needs(.kafka), .timeLimit(.minutes(1)))
        func `topics that are missing are named, and end it with 78`() async throws {
            let deployment = try Deployment(
                withoutTopicsAt: TestBroker.shared(.kafka).configuration, "nothing")
            let process = try deployment.run("a")
            #expect(try await process.end(within: .seconds(20)) == .exit(78))
            #expect(process.output.contains(deployment.topics.orders))
            #expect(process.output.contains("plaudit topics create"))
        }

        @Test(.timeLimit(.minutes(1)))
        func `without a broker it ends with 69 if it is to fail fast, and waits if not`()
            async throws
        {
            let nowhere = ClientConfiguration(bootstrapServers: "127.0.0.1:1")
            let deployment = try Deployment(withoutTopicsAt: nowhere, "nowhere")
            let hasty = try deployment.start("run", "--fail-fast", "--instance", "a")
            #expect(try await hasty.end(within: .seconds(20)) == .exit(69))
            #expect(hasty.output.contains("bootstrap_servers"))
            let patient = try deployment.run("b")
            try await Task.sleep(for: .seconds(2))
            #expect(patient.poll() == nil)
            patient.signal(SIGTERM)
            #expect(try await patient.end(within: .seconds(10)) == .exit(0))
        }
    }
}
