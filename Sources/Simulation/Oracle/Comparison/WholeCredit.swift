// What all holders of an order's parts have together, by cause and date.

/// Who holds the parts depends on the registry, and so does what the holders' codes gave; the sums
/// of all the other measures do not.
struct WholeCredit {
    struct Difference {
        var measure: Measure
        /// What the part comes of, for people.
        var cause: String
        var expected: String
        var published: String
    }

    private var parts: [PublishedPart: Measures] = [:]

    init(_ parts: [PublishedPart: Measures]) {
        for (part, measures) in parts { add(part, measures) }
    }

    init(_ credit: OrderCredit) {
        for part in credit.parts { add(PublishedPart(part, of: credit.order), part.measures) }
    }

    private mutating func add(_ part: PublishedPart, _ measures: Measures) {
        var own = measures
        own[.code_discount] = 0
        parts[part.ofNobody, default: Measures()] += own
    }

    func differences(from expected: WholeCredit) -> [Difference] {
        var found: [Difference] = []
        for part in Set(parts.keys).union(expected.parts.keys) {
            let (own, other) = (parts[part] ?? Measures(), expected.parts[part] ?? Measures())
            for measure in Measure.allCases where own[measure] != other[measure] {
                found.append(
                    Difference(
                        measure: measure, cause: "the whole order" + part.cause,
                        expected: part.text(other[measure], measure),
                        published: part.text(own[measure], measure)))
            }
        }
        return found
    }
}
