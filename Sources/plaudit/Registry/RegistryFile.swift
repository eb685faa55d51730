// A registry as people keep it (CSV, a YAML list, JSON lines) into records of the code-registry
// topic. Nothing here judges an assignment: the records go through the same decoder as the topic's.

import Foundation

package struct RegistryEntry: Equatable, Sendable {
    /// In the file, from 1.
    package var line: Int
    package var key: String
    /// JSON.
    package var value: [UInt8]

    package init(line: Int, key: String, value: [UInt8]) {
        self.line = line
        self.key = key
        self.value = value
    }
}

package struct RegistryFileProblem: Error, Equatable, CustomStringConvertible {
    package var line: Int
    package var message: String
    package var description: String { "\(line): \(message)" }
}

package enum RegistryFile {
    package enum Format: String, CaseIterable { case csv, yaml, jsonLines }

    /// By the end of the file's name; nil for an unknown one.
    package static func format(of name: String) -> Format? {
        switch name.split(separator: ".").last?.lowercased() {
        case "csv", "tsv": .csv
        case "yaml", "yml": .yaml
        case "json", "jsonl", "ndjson": .jsonLines
        default: nil
        }
    }

    /// The records of the file, or all that is wrong with it.
    package static func entries(
        _ bytes: [UInt8], as format: Format
    ) -> (entries: [RegistryEntry], problems: [RegistryFileProblem]) {
        var file = Reading()
        switch format {
        case .csv: file.csv(String(decoding: bytes, as: UTF8.self))
        case .yaml: file.yaml(bytes)
        case .jsonLines: file.jsonLines(bytes)
        }
        return (file.entries, file.problems)
    }
}

private struct Reading {
    var entries: [RegistryEntry] = []
    var problems: [RegistryFileProblem] = []
    private var lines: [String: Int] = [:]

    mutating func csv(_ text: String) {
        let rows: [CSVRow]
        do {
            rows = try CSVReader.rows(text)
        } catch {
            return refuse(error.line, error.problem)
        }
        guard let header = rows.first else { return refuse(1, "the file is empty") }
        let names = RegistryField.all.map(\.column)
        var fields: [RegistryField?] = []
        for cell in header.cells {
            let field = RegistryField.all.first { $0.column == cell.lowercased() }
            if field == nil, let likely = Spelling.likely(for: cell, in: names) {
                refuse(header.line, "there is no column \"\(cell)\"; did you mean \(likely)?")
            }
            fields.append(field)
        }
        for row in rows.dropFirst() {
            guard row.cells.count <= fields.count else {
                refuse(row.line, "\(row.cells.count) cells under \(fields.count) columns")
                continue
            }
            var object: [String: Any] = [:]
            for (field, cell) in zip(fields, row.cells) where !cell.isEmpty {
                field?.put(cell, into: &object)
            }
            add(object, line: row.line)
        }
    }

    mutating func yaml(_ bytes: [UInt8]) {
        do {
            guard let root = try YAMLParser.parse(bytes) else {
                return refuse(1, "the file is empty")
            }
            guard case .sequence(let items) = root.content else {
                return refuse(root.position.line, "it is \(root.kind), not a list of assignments")
            }
            for item in items {
                guard case .mapping(let entries) = item.content else {
                    refuse(item.position.line, "it is \(item.kind), not a mapping of an assignment")
                    continue
                }
                var object: [String: Any] = [:]
                for entry in entries { put(entry, under: [], into: &object) }
                add(object, line: item.position.line)
            }
        } catch {
            refuse(error.position.line, error.problem)
        }
    }

    private mutating func put(
        _ entry: YAMLEntry, under path: [String], into object: inout [String: Any]
    ) {
        let name = (path + [entry.key]).joined(separator: ".")
        let field = RegistryField.all.first { $0.name == name }
        switch (entry.value.content, field) {
        case (.scalar(nil), _): break
        case (.scalar(let text?), let field?): field.put(text, into: &object)
        case (.sequence(let nodes), let field?):
            let texts = nodes.compactMap { node in
                if case .scalar(let text?) = node.content { text } else { nil }
            }
            field.put(value: texts, into: &object)
        case (.mapping(let entries), nil) where path.isEmpty:
            for inner in entries { put(inner, under: [entry.key], into: &object) }
        default:
            let names = RegistryField.all.map(\.name)
            let likely = Spelling.likely(for: name, in: names)
            let hint = likely.map { "did you mean \($0)?" } ?? "an assignment has no such field"
            refuse(entry.keyPosition.line, "\(name): \(hint)")
        }
    }

    mutating func jsonLines(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 <= 0x20 }
            guard !text.isEmpty else { continue }
            // Only the key is taken from it: the value is sent as it stands.
            let parsed = try? JSONSerialization.jsonObject(with: Data(text))
            guard let object = parsed as? [String: Any] else {
                refuse(index + 1, "it is not a JSON object on one line")
                continue
            }
            add(object, line: index + 1, value: Array(text))
        }
        if entries.isEmpty, problems.isEmpty { refuse(1, "the file is empty") }
    }

    private mutating func add(_ object: [String: Any], line: Int, value: [UInt8]? = nil) {
        var object = object
        let id = Self.text(object.removeValue(forKey: RegistryField.id))
        guard let key = id ?? Self.text(object["code"]) else {
            return refuse(line, "code: it is missing")
        }
        if let earlier = lines.updateValue(line, forKey: key) {
            return refuse(
                line, "\(key) stands in line \(earlier) too: give each assignment of a code an id")
        }
        let data =
            value
            ?? (try? JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])).map(
                Array.init)
        entries.append(RegistryEntry(line: line, key: key, value: data ?? []))
    }

    private static func text(_ value: Any?) -> String? {
        switch value {
        case let text as String: text.isEmpty ? nil : text
        case let number as Int64: "\(number)"
        default: nil
        }
    }

    private mutating func refuse(_ line: Int, _ message: String) {
        problems.append(RegistryFileProblem(line: line, message: message))
    }
}
