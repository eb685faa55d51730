// YAML as a tree that remembers where everything stood, so that an error can point at it.

/// Line and column of a node, counted from 1 as editors do.
package struct YAMLPosition: Equatable, Sendable, CustomStringConvertible {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package var description: String { "\(line):\(column)" }
}

package struct YAMLNode: Sendable {
    package indirect enum Content: Sendable {
        /// Text as written. A plain empty scalar, `~` and `null` are nil.
        case scalar(String?)
        case sequence([YAMLNode])
        /// In the order written; keys are distinct.
        case mapping([YAMLEntry])
    }

    package var content: Content
    package var position: YAMLPosition

    package init(_ content: Content, at position: YAMLPosition) {
        self.content = content
        self.position = position
    }

    /// What it is, in the words of an error message.
    package var kind: String {
        switch content {
        case .scalar(nil): "empty"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

package struct YAMLEntry: Sendable {
    package var key: String
    package var keyPosition: YAMLPosition
    package var value: YAMLNode
}

/// What libyaml, or the tree builder, found wrong, and where.
package struct YAMLError: Error, Equatable {
    package var problem: String
    package var position: YAMLPosition
}
