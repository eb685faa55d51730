import Codec
package import Promo

/// What a registry is checked for before anything of it is published. Problems stop an import,
/// warnings are shown.
package struct CodeRules {
    /// Lengths that people type without mistakes.
    package static let lengths = 3...24

    /// Words that no code may contain, in normal form.
    package var forbidden: [String]
    /// The deepest percent discount that is allowed; nil = any.
    package var deepestPercent: Int64?

    package init(forbidden: [String] = [], deepestPercent: Int64? = nil) {
        self.forbidden = forbidden
        self.deepestPercent = deepestPercent
    }

    /// What is wrong with one assignment.
    package func problems(of assignment: Assignment) -> [String] {
        var problems: [String] = []
        let code = assignment.normal.description
        for word in forbidden where !word.isEmpty && code.contains(word) {
            problems.append("code \(code) contains a word of the forbidden list")
        }
        if let limit = deepestPercent, assignment.offerKind == .percent,
            let percent = percent(of: assignment), percent > limit * 100
        {
            problems.append("code \(code) gives more than \(limit) percent off")
        }
        return problems
    }

    /// What is allowed and probably not meant.
    package func warnings(of assignment: Assignment) -> [String] {
        let code = assignment.normal.description
        var warnings: [String] = []
        if !CodeRules.lengths.contains(code.count) {
            warnings.append("code \(code) has \(code.count) characters: hard to say or to type")
        }
        let hasLetterO = code.contains("O")
        let hasLetterI = code.contains("I")
        if (hasLetterO && code.contains("0")) || (hasLetterI && code.contains("1")) {
            warnings.append("code \(code) mixes O and 0 or I and 1, which are taken for each other")
        }
        return warnings
    }

    /// Spans of two creators that meet for one code and sales channel.
    package static func conflicts(among assignments: [Assignment]) -> [String] {
        let byCode = Dictionary(grouping: assignments, by: \.normal)
        var conflicts: [String] = []
        for (code, owners) in byCode.sorted(by: { $0.key < $1.key }) {
            for (index, one) in owners.enumerated() {
                for other in owners[(index + 1)...] where meet(one, other) {
                    conflicts.append(
                        "code \(code.description): \(one.key.description) (creator "
                            + "\(one.creatorID.description)) and \(other.key.description) (creator "
                            + "\(other.creatorID.description)) hold it at the same time")
                }
            }
        }
        return conflicts
    }

    private static func meet(_ one: Assignment, _ other: Assignment) -> Bool {
        guard one.creatorID != other.creatorID, one.key != other.key else { return false }
        let (a, b) = (Holding(one), Holding(other))
        guard one.validFrom < b.end, other.validFrom < a.end else { return false }
        return SalesChannel.allCases.contains {
            one.redeemable.includes($0) && other.redeemable.includes($0)
        }
    }

    /// Hundredths of a percent; nil where the offer's value is no decimal.
    private func percent(of assignment: Assignment) -> Int64? {
        guard let value = assignment.offerValue else { return nil }
        let decimal = value.bytes.withUnsafeBytes { bytes -> Amount? in
            DecimalText(bytes)?.rounded(decimals: 2)
        }
        guard case .minorUnits(let hundredths)? = decimal else { return nil }
        return hundredths
    }
}
