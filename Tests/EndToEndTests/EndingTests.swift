import BrokerSupport
import Glibc
import Kafka
import Pipeline
import Simulation
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
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
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
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
        }

        @Test(.needs(.kafka), .timeLimit(.minutes(2)))
        func `caught up is only who has also told what a dead process had still to tell`()
            async throws
        {
            let deployment = try await Deployment(on: .kafka, "legacy", partitions: 2)
            try deployment.send([Self.code, Self.order("o1")])
            try deployment.flush()
            let older = try deployment.start(
                "run", "--instance", "a", "--publish-interval", "60s")
            try await deployment.wait { $0.cardOrders == 1 }
            // Every position of this one is committed; its scorecard is still to be published.
            try deployment.send([Self.order("o2")])
            try deployment.flush()
            try await deployment.wait { $0.attributions.count == 2 }
            try await Task.sleep(for: .seconds(2))
            // The other takes half of the partitions over, and the older dies with the rest.
            let other = try deployment.start(
                "run", "--until-caught-up", "--instance", "b", "--progress", "100ms")
            while other.poll() == nil, !other.output.contains("running") {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try Published(deployment).cardOrders == 1)
            older.kill()
            #expect(try await other.end(within: .seconds(40)) == .exit(0))
            #expect(try Published(deployment).cardOrders == 2)
            try await deployment.succeed("verify")
        }

        /// Of a creator whose scorecards are in the first partition, which stays with "a".
        private static let code = ShopRecord(
            role: .registry, key: Array("MIA20".utf8),
            value: Array(
                """
                {"code":"MIA20","creator_id":"\(creator)","valid_from":"2020-01-01T00:00:00Z"}
                """.utf8), timestamp: 0)

        fileprivate static let creator =
            ["mia", "leo", "zoe", "ida"].first {
                Simulation.Murmur2.partition(of: Array($0.utf8), among: 2) == 0
            } ?? ""

        private static func order(_ id: String) -> ShopRecord {
            ShopRecord(
                role: .orders, key: Array(id.utf8),
                value: Array(
                    """
                    {"order_id":"\(id)","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                    "codes":[{"code":"MIA20"}],\
                    "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
                    """.utf8), timestamp: 1_795_500_000_000)
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

extension Deployment {
    fileprivate func wait(until isThere: (Published) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(40)
        while try !isThere(Published(self)) {
            guard ContinuousClock.now < deadline else { throw Failure("it was not published") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension Published {
    /// As the creator's scorecard of all times has them.
    fileprivate var cardOrders: Int {
        let cohort =
            latestScorecards["\(EndToEnd.EndingTests.creator)|all|all|USD"]?["cohort"]
            as? [String: Any]
        return cohort?["orders"] as? Int ?? 0
    }
}
