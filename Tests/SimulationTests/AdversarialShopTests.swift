import Simulation
import Testing

@Suite struct AdversarialShopTests {
    @Test func `the same seed makes the same records`() {
        let shop = AdversarialShop(seed: 5, orders: 60, now: shopNow, partitions: 4)
        let values = shop.records().map(\.value)
        #expect(values == shop.records().map(\.value))
        let other = AdversarialShop(seed: 6, orders: 60, now: shopNow, partitions: 4)
        #expect(values != other.records().map(\.value))
    }

    @Test func `records are refused for every reason but their size`() {
        let records = AdversarialShop(seed: 1, orders: 60, now: shopNow, partitions: 4).records()
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings())
        let reasons = Set(oracle.refused.map(\.reason))
        #expect(reasons == Set(RefusalReason.allCases).subtracting([.too_large]))
    }

    @Test func `only records that are made to be refused are refused`() {
        let records = AdversarialShop(seed: 2, orders: 150, now: shopNow, partitions: 4).records()
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings())
        for refused in oracle.refused where refused.place.role != .registry {
            let key = refused.key.map { String(decoding: $0, as: UTF8.self) } ?? "null"
            let isMade =
                ["f-", "l-", "p-"].contains(where: key.hasPrefix)
                || ["null", "x", "other"].contains(key)
            #expect(isMade, "\(refused.reason) \(refused.field) \(key)")
        }
    }

    @Test func `every verdict, every measure and every survey count occurs`() {
        let records = AdversarialShop(seed: 3, orders: 600, now: shopNow, partitions: 4).records()
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings(.split_by_discount))
        var verdicts: Set<String> = []
        var measures: Set<Measure> = []
        var surveys: Set<SurveyMeasure> = []
        var creators = 0
        oracle.forEachCredit { credit, survey in
            verdicts.insert(credit.judgement.verdict)
            creators = max(creators, credit.judgement.winners.count)
            surveys.formUnion(survey.map(\.measure))
            for part in credit.parts {
                measures.formUnion(Measure.allCases.filter { part.measures[$0] != 0 })
            }
        }
        let expected: Set = [
            "credited", "unknown", "wrong_channel", "disabled", "not_started", "expired",
            "test_order", "no_merchandise", "no_code",
        ]
        #expect(verdicts == expected)
        #expect(measures == Set(Measure.allCases))
        #expect(surveys == Set(SurveyMeasure.allCases))
        #expect(creators >= 2)
    }

    @Test func `mutants are refused or read, and the oracle lives`() throws {
        let shop = AdversarialShop(seed: 4, orders: 150, now: shopNow, partitions: 4)
        let records = shop.records().withMutants(seed: 4)
        let oracle = oracle(records.asProduced(partitions: 4), shopSettings(.split_by_discount))
        #expect(oracle.refused.count > 300)
        let output = try PublishedOutput(oracle)
        #expect(output.attributions.count > 100)
    }
}
