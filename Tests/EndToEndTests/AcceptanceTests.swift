import BrokerSupport
import Glibc
import Pipeline
import Testing

extension EndToEnd {
    /// The examples beside the project, through `plaudit run`, to the last minor unit.
    @Suite(.enabled(if: AcceptanceCase.isPresent, "../shared/acceptance is not here"))
    struct Acceptance {
        @Test(.timeLimit(.minutes(2)), arguments: brokersAtHand, AcceptanceCase.all)
        func `the processor publishes what the case says`(
            broker: TestBroker.Kind, example: AcceptanceCase
        ) async throws {
            let deployment = try await Deployment(
                on: broker, "acceptance", partitions: 1,
                example.settings())
            try deployment.send(AcceptanceCase.input())
            try deployment.flush()
            try await deployment.catchUp()
            let published = try Published(deployment)
            #expect(try creditDifferences(published, example) == [])
            #expect(try scorecardDifferences(published, example) == [])
            let letters = try letterDifferences(published, deployment.topics.prefix)
            #expect(letters == [])
            #expect(published.faults() == [])
            try await deployment.succeed("verify")
        }

        @Test(.timeLimit(.minutes(2)), arguments: brokersAtHand, AcceptanceCase.all)
        func `two processes over three partitions publish what the input makes`(
            broker: TestBroker.Kind, example: AcceptanceCase
        ) async throws {
            let deployment = try await Deployment(
                on: broker, "acceptance", partitions: 3,
                example.settings())
            let processes = [try deployment.run("a"), try deployment.run("b", workers: 2)]
            try deployment.send(AcceptanceCase.input())
            try deployment.flush()
            try await deployment.catchUp("c")
            try await deployment.comeToRest()
            for process in processes {
                process.signal(SIGTERM)
                #expect(try await process.end(within: .seconds(10)) == .exit(0))
            }
            try await deployment.succeed("verify")
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
        }

        /// What attributions add up to by order, creator, code and date.
        private func creditDifferences(
            _ published: Published, _ example: AcceptanceCase
        ) throws -> [String] {
            var (found, expected) = (Figures(), Figures())
            for attribution in published.attributions {
                let json = attribution.json
                let key = creditKey(json["order_id"], json)
                for name in Figures.measures { found.add(key, name, json[name]) }
                for (name, suffix) in [("customer", "customers"), ("sales_channel", "orders")] {
                    found.add(key, "\(json[name] ?? "")_\(suffix)", json["orders"])
                }
            }
            for credit in try example.credits() {
                for part in credit["parts"] as? [[String: Any]] ?? [] {
                    let key = creditKey(credit["order_id"], part)
                    for (name, value) in part["measures"] as? [String: Any] ?? [:] {
                        expected.add(key, name, value)
                    }
                }
            }
            return found.differences(from: expected)
        }

        private func creditKey(_ order: Any?, _ part: [String: Any]) -> String {
            let names = ["creator_id", "code", "occurred_at", "currency"]
            let words = names.map { part[$0] as? String ?? "-" }
            return "order \(order as? String ?? "?"), \(words.joined(separator: " "))"
        }

        private func scorecardDifferences(
            _ published: Published, _ example: AcceptanceCase
        ) throws -> [String] {
            var (found, expected) = (Figures(), Figures())
            for (key, card) in published.latestScorecards { found.add(card: card, key) }
            for card in try example.scorecards() {
                expected.add(card: card, card["key"] as? String ?? "?")
            }
            return found.differences(from: expected)
        }

        private func letterDifferences(
            _ published: Published, _ prefix: String
        ) throws -> [String] {
            var (found, expected) = (Figures(), Figures())
            for letter in published.deadLetters {
                let reason = letter.headers["plaudit.reason"] ?? "no reason"
                found.add("\(letter.headers["plaudit.source"] ?? "?")", reason, 1)
            }
            for letter in try AcceptanceCase.deadLetters() {
                let source = "\(prefix)\(letter["topic"] ?? "?")/0/\(letter["offset"] ?? "?")"
                expected.add(source, letter["reason"] as? String ?? "?", 1)
            }
            return found.differences(from: expected)
        }
    }
}
