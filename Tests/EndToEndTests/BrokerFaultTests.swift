import BrokerSupport
import Pipeline
import Testing

extension EndToEnd {
    /// The broker is away, slow or dies under the processors, which stay and lose nothing.
    @Suite(
        .enabled(
            if: BreakableKafka.isAvailable, Comment(rawValue: TestBroker.absence(.kafka))))
    struct BrokerFaultTests {
        private static let settings = Deployment.Settings(
            sessionTimeout: 6000, transactionTimeout: 5000)

        @Test(.timeLimit(.minutes(5)))
        func `the broker comes late, stands still, crashes and restarts, and nothing is lost`()
            async throws
        {
            let broker = try BreakableKafka()
            try broker.start()
            try broker.awaitReady()
            let deployment = try await Deployment(
                at: broker.configuration, "faults", partitions: 3, Self.settings)
            let scene = try Scene(deployment, seed: 31, orders: 1500, length: .seconds(120))
            scene.witness = { try await broker.lastWords() }
            try scene.send(upTo: scene.records.count / 10)
            try deployment.flush()

            // Absent at the start.
            try await broker.stop()
            for instance in ["a", "b"] { try scene.start(instance) }
            try await scene.live(.seconds(3))
            try broker.start()
            try await scene.liveUntilPublished(within: .seconds(40))

            // Longer than a transaction and a session may take. What only the broker can end after
            // that, it ends within a minute.
            broker.freeze()
            try await scene.live(.seconds(8))
            broker.thaw()
            try await scene.liveUntilPublished(within: .seconds(90))

            for _ in 0..<2 {
                try await scene.live(.milliseconds(1500))
                // What is decided gets its markers; what is open stays open through the crash.
                scene.freeze()
                try await scene.live(.milliseconds(500))
                broker.kill()
                scene.thaw()
                try await scene.live(.seconds(1))
                try broker.start()
                try await scene.liveUntilPublished(within: .seconds(60))
            }

            try await broker.stop()
            try broker.start()
            try await scene.liveUntilPublished(within: .seconds(60))

            try scene.sendAll()
            try await scene.end()
            try await deployment.catchUp("a")
            try await deployment.succeed("verify")
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
            #expect(try scene.faultsSeen() == [])
        }

        @Test(.timeLimit(.minutes(3)))
        func `without the right to write it ends with 77, and goes on when it has it`()
            async throws
        {
            let broker = try BreakableKafka()
            try broker.start()
            try broker.awaitReady()
            let deployment = try await Deployment(
                at: broker.configuration, "rights", partitions: 1, Self.settings)
            let scene = try Scene(deployment, seed: 32, orders: 100, length: .seconds(1))
            try scene.sendAll()
            let topic = deployment.topics.attributions
            try await broker.deny("Write", topic: topic)
            let process = try deployment.run("a")
            #expect(try await process.end(within: .seconds(30)) == .exit(77))
            #expect(process.tail(3).contains("Grant the right"))
            try await broker.allowAll(topic: topic)
            try await deployment.catchUp("a")
            try await deployment.succeed("verify")
        }
    }
}
