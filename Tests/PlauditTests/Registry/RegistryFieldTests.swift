import Foundation
import Testing
import plaudit

/// The columns of a registry file, and the fields of `schemas/code-registry.schema.json`.
@Suite struct RegistryFieldTests {
    private static let schema = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "schemas/code-registry.schema.json")

    @Test func `every field of the topic has a column, and every column a field`() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.schema))
        let properties = try #require((parsed as? [String: Any])?["properties"] as? [String: Any])
        var fields: Set<String> = []
        for (name, property) in properties {
            let inner = (property as? [String: Any])?["properties"] as? [String: Any]
            if let inner { fields.formUnion(inner.keys.map { "\(name).\($0)" }) }
            if inner == nil { fields.insert(name) }
        }
        let columns = RegistryField.all.map(\.name).filter { $0 != RegistryField.id }
        #expect(Set(columns) == fields)
    }
}
