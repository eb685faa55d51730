import Codec
package import Promo

/// Looks at assignments that are to be imported, beside those that are there: what is forbidden
/// stops the import; a second owner for a code and codes that are hard to use are shown.
package struct RegistryReview {
    package let rules: CodeRules
    /// What the topic holds.
    package let there: [Assignment]
    package let now: EventTime

    package init(rules: CodeRules, there: [Assignment], now: EventTime) {
        self.rules = rules
        self.there = there
        self.now = now
    }

    /// What to show; throws where anything is forbidden.
    package func lines(of entries: [RegistryEntry], file: String) throws -> [String] {
        let decoder = AssignmentDecoder()
        var lines: [String] = []
        var problems: [String] = []
        var coming: [Assignment] = []
        for entry in entries {
            guard let assignment = decode(entry, decoder) else { continue }
            coming.append(assignment)
            problems += rules.problems(of: assignment).map { "\(file):\(entry.line): \($0)" }
            lines += rules.warnings(of: assignment, now: now)
                .map { "\(file):\(entry.line): \($0)" }
            let known = there.first { $0.key == assignment.key }
            if known == nil {
                lines.append("new  \(entry.key)")
            } else if known?.contentHash != assignment.contentHash {
                lines.append("changed  \(entry.key)")
            }
        }
        guard problems.isEmpty else {
            throw Failure(
                .usage,
                problems.joined(separator: "\n") + "\nnothing was sent: \(problems.count) to mend")
        }
        let replaced = Set(coming.map(\.key))
        let conflicts = CodeRules.conflicts(
            among: there.filter { !replaced.contains($0.key) } + coming)
        return lines + conflicts.map { "conflict  \($0)" }
    }

    private func decode(_ entry: RegistryEntry, _ decoder: AssignmentDecoder) -> Assignment? {
        Array(entry.key.utf8).withUnsafeBytes { key in
            entry.value.withUnsafeBytes { value in
                try? decoder.decode(
                    DecodeInput(
                        key: key, value: value, timestamp: EventTime(milliseconds: -1),
                        isRightPartition: true))
            }
        }
    }
}
