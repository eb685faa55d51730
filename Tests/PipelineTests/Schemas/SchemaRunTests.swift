import Codec
import Promo
import Testing

/// What goes through the pipeline, against `schemas/`: every scenario, and the adversarial shop
/// with mutants of its records.
@Suite struct SchemaRunTests {
    @Test func `what is published is valid, and every field and word of the schemas occurs`() throws
    {
        let published = try PublishedSchemas()
        for scenario in ScenarioTests.scenarios {
            try published.check(try ScenarioRun.asWritten(scenario), scenario.title)
        }
        for (stacking, zone, seed) in AdversarialShopTests.cases {
            let pipeline = try InMemoryPipeline.adversarial(
                stacking: stacking, zone: zone, seed: seed)
            try published.check(pipeline, stacking)
        }
        #expect(published.errors.isEmpty, "\(published.errors.joined(separator: "\n"))")
        #expect(published.count > 5000)
        for topic in SchemaFiles.outputs {
            #expect(published.unusedProperties(of: topic) == [], "\(topic)")
        }
        #expect(
            published.words(of: "attributions", property: "kind")
                == Set(AttributionKind.allCases.map { "\($0.name)" }))
        #expect(
            published.words(of: "attributions", property: "reason")
                == Set(Verdict.allCases.map { "\($0.name)" }))
        #expect(
            published.words(of: "alerts", property: "kind")
                == Set(AlertKind.allCases.map { "\($0.name)" }))
        #expect(
            published.words(of: "leaderboards", property: "board")
                == Set(Leaderboard.Kind.allCases.map { "\($0.name)" }))
        // One partition is always the right one, and no record of these runs is that large.
        #expect(
            published.words(of: "dead-letters", property: "plaudit.reason")
                == Set(RefusalReason.allCases.map(\.rawValue))
                .subtracting(["too_large", "wrong_partition"]))
    }

    @Test func `the schemas' words are the code's`() throws {
        func words(_ topic: String, _ path: [String]) throws -> [String] {
            try SchemaFiles.schema(of: topic).words(at: path).compactMap(\.string)
        }
        #expect(
            try words("dead-letters", ["plaudit.reason"]) == RefusalReason.allCases.map(\.rawValue))
        #expect(
            try words("leaderboards", ["board"]) == Leaderboard.Kind.allCases.map { "\($0.name)" })
        #expect(try words("alerts", ["kind"]) == AlertKind.allCases.map { "\($0.name)" })
        #expect(
            try words("code-registry", ["offer", "kind"])
                == Assignment.OfferKind.allCases.map(\.rawValue))
        #expect(
            try words("orders", ["sales_channel"]) == SalesChannel.allCases.map { "\($0.name)" })
    }

    @Test func `the schemas' measures are the code's`() throws {
        let root = try SchemaFiles.schema(of: "scorecards").root
        let view = try #require(root["$defs"]?["view"]?["properties"]?.members)
        let measures = Measure.allCases.map { "\($0.name)" }
        #expect(Array(view.map(\.name).prefix(measures.count)) == measures)
        for measure in Measure.allCases {
            let unit = view[measure.rawValue].value["x-unit"]?.string
            #expect(unit == (measure.isMoney ? "money" : "count"), "\(measure)")
        }
        let survey = try #require(root["$defs"]?["survey"]?["properties"]?.members)
        #expect(survey.map(\.name) == SurveyMeasure.allCases.map { "\($0.name)" })
        let credit = try SchemaFiles.schema(of: "attributions").root["$defs"]?["credit"]
        for measure in Measure.allCases where Measure.attributed.contains(measure.rawValue) {
            let name = "\(measure.name)"
            #expect(credit?["properties"]?[name] == view[measure.rawValue].value, "\(name)")
        }
    }

    /// And one that a schema refuses is refused by its decoder: the schemas promise no less than
    /// the decoders take.
    @Test(arguments: AdversarialShopTests.cases)
    func `a record that is used is valid`(stacking: String, zone: String, seed: Int) throws {
        let schemas = try Dictionary(
            uniqueKeysWithValues: SchemaFiles.inputs.map { ($0, try SchemaFiles.schema(of: $0)) })
        let pipeline = try InMemoryPipeline.adversarial(stacking: stacking, zone: zone, seed: seed)
        let decoders = InputDecoders()
        var used = 0
        for record in pipeline.sent {
            guard let value = record.value, let schema = schemas[record.topic] else { continue }
            let key = record.key.map { String(decoding: $0, as: UTF8.self) }
            guard decoders.refusal(of: value, key: key, topic: record.topic) == nil else {
                continue
            }
            used += 1
            let errors = schema.check(try JSONValue(value)).errors
            #expect(
                errors.isEmpty,
                "\(errors) in \(record.topic) \(String(decoding: value, as: UTF8.self))")
        }
        #expect(used > 100)
    }

    /// Definitions that several files have in common are the same in each.
    @Test(arguments: [SchemaFiles.inputs, SchemaFiles.outputs])
    func `a definition means the same in every schema`(topics: [String]) throws {
        var known: [String: JSONValue] = [:]
        for topic in topics {
            for part in try SchemaFiles.schema(of: topic).root["$defs"]?.members ?? [] {
                if let other = known[part.name] { #expect(part.value == other, "\(part.name)") }
                known[part.name] = part.value
            }
        }
    }
}
