import Promo
import Simulation

/// Everything that pipelines publish, checked against the schemas, and what of these it uses.
final class PublishedSchemas {
    private let schemas: [String: JSONSchema]
    /// By topic: the properties that some record had, and the words.
    private(set) var properties: [String: Set<String>] = [:]
    private(set) var words: [String: Set<String>] = [:]
    private(set) var errors: [String] = []
    private(set) var count = 0

    init() throws {
        schemas = try Dictionary(
            uniqueKeysWithValues: SchemaFiles.outputs.map { ($0, try SchemaFiles.schema(of: $0)) })
    }

    func check(_ pipeline: InMemoryPipeline, _ label: String) throws {
        for record in pipeline.attributions { try check(record.value, "attributions", label) }
        for record in pipeline.scorecards { try check(record.value, "scorecards", label) }
        for record in pipeline.leaderboards { try check(record.value, "leaderboards", label) }
        for record in pipeline.alerts { try check(record.value, "alerts", label) }
        for record in pipeline.deadLetters {
            let headers = record.headers.sorted { $0.key < $1.key }
                .map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
            try check(Array(JSONValue.object(headers).json.utf8), "dead-letters", label)
        }
    }

    private func check(_ bytes: [UInt8], _ topic: String, _ label: String) throws {
        guard let schema = schemas[topic] else { return }
        count += 1
        let outcome = schema.check(try JSONValue(bytes))
        for node in outcome.properties { properties[topic, default: []].insert(node.pointer) }
        for (node, word) in outcome.words {
            words[topic, default: []].insert("\(node.pointer) \(word)")
        }
        for error in outcome.errors where errors.count < 20 {
            errors.append("\(label): \(topic)\(error)")
        }
    }

    /// The properties of a topic's schema that no record had.
    func unusedProperties(of topic: String) -> Set<String> {
        Set(schemas[topic]?.listedProperties ?? []).subtracting(properties[topic] ?? [])
    }

    /// The words that records had in a property of that name.
    func words(of topic: String, property: String) -> Set<String> {
        let marked = (words[topic] ?? []).filter { $0.contains("/\(property) ") }
        return Set(marked.compactMap { $0.split(separator: " ").last.map(String.init) })
    }
}

extension InMemoryPipeline {
    /// The adversarial shop's records and mutants of them, under one stacking.
    static func adversarial(stacking: String, zone: String, seed: Int) throws -> InMemoryPipeline {
        var settings = ScenarioSettings()
        settings.stacking = stacking
        settings.zone = zone
        settings.windows = ["all", "month", "week", "day", "hour"]
        settings.scopes = ["all", "code", "campaign", "channel"]
        let pipeline = InMemoryPipeline(settings: try settings.pipelineSettings())
        pipeline.batch = 40
        let shop = AdversarialShop(seed: UInt64(seed), orders: 60, now: appendTime)
        for record in shop.records().withMutants(seed: UInt64(seed)) {
            let topic =
                switch record.role {
                case .orders: "orders"
                case .refunds: "refunds"
                case .responses: "survey-responses"
                case .registry: "code-registry"
                }
            pipeline.send(
                topic, key: record.key, value: record.value, timestamp: record.timestamp)
        }
        pipeline.settle()
        return pipeline
    }
}
