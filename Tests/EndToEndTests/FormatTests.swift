import BrokerSupport
import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Real shops' records, every one that is at hand, from their topics to what is published of
    /// them.
    @Suite(.enabled(if: ShopPayload.areThere, "../shared/payloads is not there"))
    struct FormatTests {
        @Test(.timeLimit(.minutes(2)), arguments: brokersAtHand, ShopTable.all)
        func `a shop's own records are credited to the cent, or refused, and recomputed`(
            broker: TestBroker.Kind, shop: ShopTable
        ) async throws {
            let deployment = try await deploy(shop, on: broker)
            try await deployment.catchUp()
            try await deployment.succeed("verify")
            let faults = try deployment.faultsAtRest()
            #expect(faults == [])
            let published = try Published(deployment)
            check(deadLetters: published.deadLetters, of: shop)
            let attributions = Dictionary(grouping: published.attributions) {
                $0.json["order_id"] as? String ?? "none"
            }
            for order in shop.cases {
                let own = attributions[order.key] ?? []
                #expect(ShopCase.sums(of: own) == order.sums, "order \(order.key)")
                #expect(
                    Set(own.map { $0.json["creator_id"] as? String })
                        == Set(order.sums.isEmpty ? [] : [order.creator]), "order \(order.key)")
            }
            #expect(Set(attributions.keys).isSubset(of: shop.cases.map(\.key)))
            check(scorecards: published.latestScorecards, of: shop)
            let credited = try #require(shop.cases.last { $0.creator != nil })
            try await deployment.succeed("explain", credited.key)
        }

        /// With every record twice, as webhooks come.
        private func deploy(
            _ shop: ShopTable, on broker: TestBroker.Kind
        ) async throws -> Deployment {
            var settings = Deployment.Settings()
            settings.formats = [
                "orders": shop.format, "refunds": shop.format, "survey_responses": shop.surveys,
            ]
            let deployment = try await Deployment(on: broker, "shop", partitions: 2, settings)
            let now = Int64(Date.now.timeIntervalSince1970 * 1000)
            try deployment.send(
                shop.codes.map { Self.assignment($0.value.code, of: $0.key, $0.value.name) })
            for _ in 0..<2 {
                for order in shop.cases {
                    try deployment.send(
                        order.payloads.map { try $0.record(key: order.key, at: now) })
                }
            }
            try deployment.flush()
            return deployment
        }

        private static func assignment(
            _ code: String, of creator: String, _ name: String
        ) -> ShopRecord {
            let json = """
                {"code":"\(code)","creator_id":"\(creator)","creator_name":"\(name)",
                "valid_from":"2000-01-01T00:00:00Z"}
                """
            return ShopRecord(
                role: .registry, key: Array(code.utf8), value: Array(json.utf8), timestamp: 0)
        }

        /// Each refused record twice, with its own key and bytes, and no other.
        private func check(deadLetters: [Published.Entry], of shop: ShopTable) {
            let found = deadLetters.map { letter in
                let reason = letter.headers["plaudit.reason"] ?? ""
                return "\(letter.key) \(reason) \(String(decoding: letter.value, as: UTF8.self))"
            }
            let expected = shop.cases.flatMap { order in
                order.payloads.compactMap { payload in
                    payload.refusal.map { "\(order.key) \($0) \((try? payload.text()) ?? "")" }
                }
            }
            #expect(found.sorted() == (expected + expected).sorted())
        }

        private func check(scorecards: [String: [String: Any]], of shop: ShopTable) {
            for creator in shop.codes.keys {
                let card = scorecards["\(creator)|all|all|USD"] ?? [:]
                let cohort = card["cohort"] as? [String: Any] ?? [:]
                let survey = card["survey"] as? [String: Any] ?? [:]
                let expected = shop.sums(of: creator)
                for name in Figures.measures {
                    #expect(ShopCase.number(cohort[name]) == expected[name] ?? 0, "\(name)")
                }
                #expect(ShopCase.number(survey["agree"]) == expected["survey.agree"] ?? 0)
            }
        }
    }
}

/// That no real record is left out.
@Suite(.enabled(if: ShopPayload.areThere, "../shared/payloads is not there"))
struct ShopTableTests {
    @Test func `every file of real records goes through a shop's topics`() throws {
        let named = ShopTable.all.flatMap(\.cases).flatMap(\.payloads).map(\.file)
        #expect(try Set(named) == Set(ShopPayload.files()))
    }

    @Test func `the composed response has the schema's fields`() throws {
        let schema = try object(ShopPayload.payload(of: "fairing_response_object_schema"))
        let fields = try #require(schema["data_type_by_field"] as? [String: Any])
        #expect(try Set(object(ShopTable.fairing).keys) == Set(fields.keys))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
