import BrokerSupport
import Foundation
import Pipeline
import Simulation
import Testing

extension EndToEnd {
    /// The commands beside `run`, on what a small shop left in the topics.
    @Suite struct CommandTests {
        static let codes = """
            code,creator_id,creator_name,valid_from,valid_until,approved_by,usage_per_customer
            MIA20,mia,Mia Glow,2026-01-01T00:00:00Z,,finance,1
            LEO10,leo,Leo,2025-01-01T00:00:00Z,2026-01-01T00:00:00Z,finance,
            ZOE15,zoe,Zoe,2026-01-01T00:00:00Z,,,

            """

        @Test(.timeLimit(.minutes(3)), arguments: brokersAtHand)
        func `registry, audit, explain and dead letters tell what lies in the topics`(
            broker: TestBroker.Kind
        ) async throws {
            let shop = try await Deployment(on: broker, "commands", partitions: 2)
            let file = try write(Self.codes)
            defer { try? FileManager.default.removeItem(at: file) }
            #expect(
                try await output(shop, "registry", "import", file.path)
                    .contains("3 assignments sent to \(shop.topics.codeRegistry)"))
            #expect(try await output(shop, "registry", "list").contains("MIA20  mia      Mia Glow"))
            try shop.send(Self.orders)
            try shop.flush()
            try await shop.catchUp()

            let audit = try await output(shop, "registry", "audit")
            for line in [
                "over its limit for a customer  MIA20: 2 orders of ann, allowed 1",
                "still typed after its end  LEO10: 1 orders, the last placed "
                    + "2026-03-01T12:00:00.000Z",
                "never used  ZOE15", "not approved  ZOE15 (ZOE15): no approver recorded",
                "near miss  MIA2O was typed 2 times; MIA20 is one edit away",
            ] {
                #expect(audit.contains(line), "\(audit)")
            }

            let explained = try await output(shop, "explain", "o1")
            #expect(explained.contains("MIA20 (typed “mia 20”): valid, creator mia"))
            #expect(explained.contains("o1/1  redemption  mia  MIA20  orders 1  net 10.00 USD"))

            let letters = try await output(shop, "dead-letters", "list")
            #expect(letters.contains("bad_currency  key o9"))
            #expect(letters.contains("1 in all"))
            #expect(
                try await output(shop, "dead-letters", "list", "--reason", "bad_time")
                    .contains("none"))
            #expect(
                try await output(shop, "dead-letters", "replay", "--dry-run")
                    .contains("1 would be sent again"))
            #expect(
                try await output(shop, "dead-letters", "replay").contains("1 sent again"))
            try await shop.catchUp()
            #expect(try await output(shop, "dead-letters", "list").contains("2 in all"))
        }

        @Test(.timeLimit(.minutes(2)), arguments: brokersAtHand)
        func `a code is disabled and rotated, and shown before it is`(
            broker: TestBroker.Kind
        ) async throws {
            let shop = try await Deployment(on: broker, "rotate", partitions: 1)
            let file = try write(Self.codes)
            defer { try? FileManager.default.removeItem(at: file) }
            try await shop.succeed("registry", "import", file.path)
            _ = try await output(shop, "registry", "disable", "ZOE15", "--dry-run")
            #expect(!(try await output(shop, "registry", "list").contains("disabled")))
            _ = try await output(shop, "registry", "disable", "ZOE15")
            #expect(try await output(shop, "registry", "list").contains("disabled from "))
            #expect(
                try await output(shop, "registry", "disable", "ZOE15", ending: 64)
                    .contains("ZOE15: it is switched off already, since "))
            #expect(
                try await output(shop, "registry", "rotate", "MIA20", "ZOE15", ending: 64)
                    .contains("ZOE15: the registry has an assignment of this key already"))
            _ = try await output(shop, "registry", "rotate", "MIA20", "MIA21")
            let list = try await output(shop, "registry", "list")
            #expect(list.contains("compromised from "))
            #expect(list.contains("MIA21  mia"))
            #expect(
                try await output(shop, "registry", "disable", "NOPE", ending: 64)
                    .contains("NOPE: no assignment has this key"))
        }

        /// Of ann two orders with one code, a code after its end, one typed wrongly twice, and a
        /// record that cannot be used.
        private static let orders: [ShopRecord] = [
            order("o1", "mia 20", "ann"), order("o2", "MIA20", "ann"), order("o3", "MIA20", "ben"),
            order("o4", "LEO10", "ben"), order("o5", "MIA2O", "ben"), order("o6", "MIA2O", "cat"),
            order("o9", "MIA20", "cat", currency: "usd"),
        ]

        private static func order(
            _ id: String, _ code: String, _ customer: String, currency: String = "USD"
        ) -> ShopRecord {
            let json = """
                {"order_id":"\(id)","placed_at":"2026-03-01T12:00:00Z","currency":"\(currency)",\
                "customer":{"id":"\(customer)"},"codes":[{"code":"\(code)"}],\
                "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
                """
            return ShopRecord(
                role: .orders, key: Array(id.utf8), value: Array(json.utf8),
                timestamp: 1_795_500_000_000)
        }

        private func write(_ text: String) throws -> URL {
            let file = FileManager.default.temporaryDirectory
                .appending(path: "codes-\(UUID().uuidString).csv")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file
        }

        /// What a command writes that ends with this exit code.
        private func output(
            _ shop: Deployment, _ arguments: String..., ending code: Int32 = 0
        ) async throws -> String {
            let process = try shop.start(arguments)
            let ending = try await process.end(within: .seconds(60))
            #expect(ending == .exit(code), "\(arguments): \(process.tail(20))")
            return process.output
        }
    }
}
