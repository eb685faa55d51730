import Codec
package import Promo

/// What a registry is checked for before anything of it is published. Problems stop an import,
/// warnings are shown.
package struct CodeRules {
    /// Lengths that people type without mistakes.
    package static let lengths = 3...24

    /// Words that no code may contain, in normal form.
    private let forbidden: [String]
    /// The deepest percent discount that is allowed; nil = any.
    private let deepestPercent: Int64?

    /// - Parameter forbidden: the words as somebody wrote them; blank ones forbid nothing.
    package init(forbidden: [String] = [], deepestPercent: Int64? = nil) {
        let form = NormalForm()
        self.forbidden = forbidden.map { word in
            Array(word.utf8).withUnsafeBytes { form.read($0) }
            return String(decoding: form.bytes, as: UTF8.self)
        }
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
    package func warnings(of assignment: Assignment, now: EventTime) -> [String] {
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
        let end = Holding(assignment).end
        if end <= assignment.validFrom {
            warnings.append("code \(code) ends before it begins: no order will have it")
        } else if end <= now {
            warnings.append("code \(code) is over already: only orders placed before will have it")
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
