import Codec
import Testing

/// `schemas/`, its examples and the decoders say the same. Examples are read as records of
/// 2026-11-24, under the key that they name themselves.
@Suite struct SchemaExampleTests {
    static let examples = SchemaExample.all
    static let inputs = examples.filter(\.isInput)

    @Test func `every topic has a schema, and valid and invalid examples`() {
        let topics = SchemaFiles.inputs + SchemaFiles.outputs
        let schemas = SchemaFiles.names(in: "").filter { $0.hasSuffix(".json") }
        #expect(schemas == topics.map { "\($0).schema.json" }.sorted())
        #expect(SchemaFiles.names(in: "examples") == topics.sorted())
        for topic in topics {
            for kind in [ExampleKind.valid, .invalid] {
                #expect(Self.examples.contains { $0.topic == topic && $0.kind == kind })
            }
        }
    }

    @Test(arguments: SchemaFiles.inputs + SchemaFiles.outputs)
    func `the schema accepts the valid examples, and none of the invalid ones`(
        topic: String
    ) throws {
        let schema = try SchemaFiles.schema(of: topic)
        for example in Self.examples where example.topic == topic && example.kind != .beyond {
            let errors = schema.check(try JSONValue(example.bytes)).errors
            #expect(
                errors.isEmpty == (example.kind == .valid), "\(example.testDescription): \(errors)")
        }
    }

    /// Were a rule within JSON Schema's reach, the schema would have to state it.
    @Test(arguments: SchemaFiles.inputs)
    func `what is beyond the schema is beyond it`(topic: String) throws {
        let schema = try SchemaFiles.schema(of: topic)
        for example in Self.examples where example.topic == topic && example.kind == .beyond {
            guard let value = try? JSONValue(example.bytes) else {
                #expect(example.reason == .badJSON, "\(example.testDescription)")
                continue
            }
            let errors = schema.check(value).errors
            #expect(errors.isEmpty, "\(example.testDescription): \(errors)")
        }
    }

    @Test func `the decoders accept the valid examples, and refuse the others for their reason`() {
        let decoders = InputDecoders()
        for example in Self.inputs where example.reason != .tooOld {
            let refusal = decoders.refusal(
                of: example.bytes, key: example.key, topic: example.topic,
                isRightPartition: example.reason != .wrongPartition)
            #expect(
                refusal?.reason == example.reason, "\(example.testDescription): \(refusal as Any)")
        }
    }

    /// A record that waits for its order is no dead letter, and neither is what the schema accepts.
    @Test func `the pipeline makes dead letters of just those that cannot be used`() throws {
        for example in Self.inputs where example.reason != .wrongPartition {
            let pipeline = InMemoryPipeline(settings: try ScenarioSettings().pipelineSettings())
            pipeline.send(example.topic, key: Array(example.key.utf8), value: example.bytes)
            pipeline.settle()
            let reasons = pipeline.deadLetters.map { $0.headers["plaudit.reason"] }
            let expected = example.reason.map { [$0.rawValue] } ?? []
            #expect(reasons == expected, "\(example.testDescription)")
        }
    }

    @Test func `every reason but the size has an example, whose name begins with it`() {
        for example in Self.inputs where example.kind != .valid {
            #expect(example.reason != nil, "\(example.testDescription)")
        }
        let shown = Set(Self.inputs.compactMap(\.reason))
        #expect(shown == Set(RefusalReason.allCases).subtracting([.tooLarge]))
    }
}
