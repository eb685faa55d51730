import BrokerSupport
import Simulation
import Testing

extension EndToEnd {
    /// The registry and the settings change while credit is already published.
    @Suite(.needs(.kafka)) struct ChangeTests {
        @Test(.timeLimit(.minutes(4)))
        func `codes change hands, end and vanish between kills, and every order follows`()
            async throws
        {
            let deployment = try await Deployment(on: .kafka, "registry", partitions: 2)
            let scene = try Scene(deployment, seed: 21, orders: 600, length: .seconds(20))
            try scene.send(upTo: scene.records.count * 9 / 10)
            try deployment.flush()
            try await deployment.catchUp()
            for (round, change) in Self.changes.enumerated() {
                try scene.start("a")
                // Some changes meet a processor that starts, some one that runs.
                try await scene.live(.milliseconds(round % 2 == 0 ? 100 : 1500))
                try deployment.send(change)
                try deployment.flush()
                try await scene.live(.milliseconds(150 + 300 * (round % 3)))
                scene.kill("a")
            }
            try scene.sendAll()
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
        }

        private static let changes: [[ShopRecord]] = [
            [hold("MIA0@1", "MIA0", "crt-9"), hold("MIA1@1", "MIA1", "crt-9")],
            [hold("MIA2@1", nil, ""), hold("MIA3@1", nil, ""), hold("ROUTINE4@1", nil, "")],
            [
                hold("MIA4@1", "MIA4", "crt-4", #","status":"disabled""#),
                hold("MIA5@1", "MIA5", "crt-5", #","status":"compromised""#),
            ],
            [hold("MIA0@1", "MIA0", "crt-0"), hold("MIA2@7", "MIA2", "crt-3")],
            [hold("MIA4@9", "MIA4", "crt-8"), hold("ROUTINE4@1", "ROUTINE4", "crt-4")],
        ]

        /// The whole of a code for one creator; without a code, a tombstone.
        private static func hold(
            _ key: String, _ code: String?, _ creator: String, _ more: String = ""
        ) -> ShopRecord {
            let json = code.map {
                """
                {"code":"\($0)","creator_id":"\(creator)",\
                "valid_from":"2020-01-01T00:00:00Z"\(more)}
                """
            }
            return ShopRecord(
                role: .registry, key: Array(key.utf8), value: json.map { Array($0.utf8) },
                timestamp: 0)
        }

        @Test(.timeLimit(.minutes(5)))
        func `on kept state other rules, another zone, windows and scopes publish corrections`()
            async throws
        {
            let deployment = try await Deployment(on: .kafka, "settings", partitions: 2)
            let scene = try Scene(deployment, seed: 22, orders: 300, length: .seconds(1))
            try scene.sendAll()
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            let published = try Published(deployment).attributions.count
            for change in Self.settings {
                var settings = deployment.settings
                change(&settings)
                try deployment.configure(settings)
                // The first process under the new settings does not live to see their end.
                try scene.start("a")
                try await scene.live(.milliseconds(1200))
                scene.kill("a")
                try await deployment.catchUp()
                try await deployment.succeed("verify")
            }
            #expect(try Published(deployment).attributions.count > published)
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
        }

        private static let settings: [@Sendable (inout Deployment.Settings) -> Void] = [
            { ($0.stacking, $0.policy) = ("last", "2") },
            { $0.zone = "Asia/Kolkata" },
            { ($0.windows, $0.scopes) = ("all, day, hour", "all, code") },
            { ($0.stacking, $0.zone) = ("split_equal", "America/Los_Angeles") },
        ]
    }
}
