// Owns libyaml's parser. Builds a tree from its events; anchors, tags and several documents are
// refused, because a configuration that needs them is one that nobody can check by eye.

import CYAML

package struct YAMLParser: ~Copyable {
    /// Deep enough for any configuration, shallow enough for the stack.
    private static let depthLimit = 32

    // libyaml keeps a pointer to its own parser, so the parser must not move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    private init() {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The one document in `bytes`; nil where there is none.
    package static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
        let parser = YAMLParser()
        // The text is copied: libyaml keeps the pointer for as long as the parser lives.
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        defer { text.deallocate() }
        _ = text.initialize(from: bytes)
        yaml_parser_set_input_string(parser.parser, text.baseAddress, bytes.count)
        return try parser.document()
    }

    private borrowing func document() throws(YAMLError) -> YAMLNode? {
        _ = try next()
        guard case .documentStart = try next().kind else { return nil }
        let root = try node(from: try next(), depth: 0)
        _ = try next()
        let after = try next()
        if case .documentStart = after.kind {
            throw YAMLError(problem: "a second document begins here", position: after.position)
        }
        return root
    }

    private borrowing func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        guard depth < Self.depthLimit else {
            throw YAMLError(problem: "nested too deep", position: event.position)
        }
        switch event.kind {
        case .scalar(let text):
            return YAMLNode(.scalar(text), at: event.position)
        case .sequenceStart:
            var items: [YAMLNode] = []
            while true {
                let item = try next()
                if case .sequenceEnd = item.kind { break }
                items.append(try node(from: item, depth: depth + 1))
            }
            return YAMLNode(.sequence(items), at: event.position)
        case .mappingStart:
            return YAMLNode(.mapping(try entries(depth: depth)), at: event.position)
        default:
            throw YAMLError(problem: "nothing usable stands here", position: event.position)
        }
    }

    private borrowing func entries(depth: Int) throws(YAMLError) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { return entries }
            guard case .scalar(let text) = event.kind, let key = text else {
                throw YAMLError(problem: "a key must be plain text", position: event.position)
            }
            if entries.contains(where: { $0.key == key }) {
                throw YAMLError(problem: "\"\(key)\" stands here twice", position: event.position)
            }
            let value = try node(from: try next(), depth: depth + 1)
            entries.append(YAMLEntry(key: key, keyPosition: event.position, value: value))
        }
    }

    private struct Event {
        enum Kind {
            case scalar(String?), sequenceStart, sequenceEnd, mappingStart, mappingEnd
            case documentStart, other
        }
        var kind: Kind
        var position: YAMLPosition
    }

    private borrowing func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let position = Self.position(event.start_mark)
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try Self.refuse(anchor: scalar.anchor, at: position)
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                as: UTF8.self)
            let isNull =
                scalar.style == YAML_PLAIN_SCALAR_STYLE
                && ["", "~", "null", "Null", "NULL"].contains(text)
            return Event(kind: .scalar(isNull ? nil : text), position: position)
        case YAML_SEQUENCE_START_EVENT:
            try Self.refuse(anchor: event.data.sequence_start.anchor, at: position)
            return Event(kind: .sequenceStart, position: position)
        case YAML_SEQUENCE_END_EVENT:
            return Event(kind: .sequenceEnd, position: position)
        case YAML_MAPPING_START_EVENT:
            try Self.refuse(anchor: event.data.mapping_start.anchor, at: position)
            return Event(kind: .mappingStart, position: position)
        case YAML_MAPPING_END_EVENT:
            return Event(kind: .mappingEnd, position: position)
        case YAML_DOCUMENT_START_EVENT:
            return Event(kind: .documentStart, position: position)
        case YAML_ALIAS_EVENT:
            throw YAMLError(problem: "aliases (*) are not taken here", position: position)
        default:
            return Event(kind: .other, position: position)
        }
    }

    private static func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, at position: YAMLPosition
    ) throws(YAMLError) {
        guard anchor != nil else { return }
        throw YAMLError(problem: "anchors (&) are not taken here", position: position)
    }

    private static func position(_ mark: yaml_mark_t) -> YAMLPosition {
        YAMLPosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private borrowing func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not readable as YAML"
        return YAMLError(problem: problem, position: Self.position(parser.pointee.problem_mark))
    }
}
