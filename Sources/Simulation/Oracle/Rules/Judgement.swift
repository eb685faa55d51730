// Who is credited with an order (contract §3).

/// One creator who is credited, with all their valid codes on the order.
package struct Winner: Sendable {
    package var creator: Bytes
    /// The code that is shown.
    package var code: PlainCode
    /// The assignment that made it valid.
    package var assignment: PlainAssignment
    /// Normal forms, in the order's order.
    package var codes: [Bytes]
    /// What the codes gave on all lines and on shipping.
    package var discount: Int128
    /// The share; winners of an order are in the order of their first code.
    package var weight: Int128
}

package struct Judgement: Sendable {
    /// `credited`, a reason to publish nothing, or the first code's verdict.
    package var verdict: String
    package var winners: [Winner]

    package init(_ order: PlainOrder, _ registry: PlainRegistry, _ stacking: Stacking) {
        winners = []
        if order.isTest {
            verdict = "test_order"
        } else if order.lines.allSatisfy(\.isGiftCard) {
            verdict = "no_merchandise"
        } else if order.codes.isEmpty {
            verdict = "no_code"
        } else {
            let verdicts = order.codes.map {
                registry.verdict(of: $0.normal, at: order.placedAt, in: order.channel)
            }
            winners = Self.winners(order, verdicts, stacking)
            verdict = winners.isEmpty ? verdicts[0].word : "credited"
        }
    }

    /// Whether anything of the order is published.
    package var isPublished: Bool {
        !["test_order", "no_merchandise", "no_code"].contains(verdict)
    }

    private struct Candidate {
        var code: PlainCode
        var assignment: PlainAssignment
        var discount: Int128
    }

    private static func winners(
        _ order: PlainOrder, _ verdicts: [CodeVerdict], _ stacking: Stacking
    ) -> [Winner] {
        var candidates: [Candidate] = []
        for (code, verdict) in zip(order.codes, verdicts) {
            guard case .valid(let assignment) = verdict else { continue }
            candidates.append(
                Candidate(
                    code: code, assignment: assignment,
                    discount: discount(of: code.normal, on: order)))
        }
        guard !candidates.isEmpty else { return [] }
        switch stacking {
        case .first: return [winner(showing: candidates.first, of: candidates)].compactMap { $0 }
        case .last: return [winner(showing: candidates.last, of: candidates)].compactMap { $0 }
        case .priority:
            let best = firstOfLargest(candidates) { Int128($0.assignment.priority) }
            return [winner(showing: best, of: candidates)].compactMap { $0 }
        case .single_winner, .split_equal, .split_by_discount:
            var all = creators(of: candidates)
            if stacking == .single_winner {
                return [firstOfLargest(all, by: \.discount)].compactMap { $0 }
            }
            let byDiscount = stacking == .split_by_discount && all.contains { $0.discount > 0 }
            for index in all.indices { all[index].weight = byDiscount ? all[index].discount : 1 }
            return all
        }
    }

    /// The competing creators in the order of their first code; each shows the code with the
    /// largest discount, then the first.
    private static func creators(of candidates: [Candidate]) -> [Winner] {
        var seen: Set<Bytes> = []
        return candidates.compactMap { candidate in
            guard seen.insert(candidate.assignment.creator).inserted else { return nil }
            let own = candidates.filter { $0.assignment.creator == candidate.assignment.creator }
            return winner(showing: firstOfLargest(own, by: \.discount), of: candidates)
        }
    }

    private static func winner(showing shown: Candidate?, of candidates: [Candidate]) -> Winner? {
        guard let shown else { return nil }
        let own = candidates.filter { $0.assignment.creator == shown.assignment.creator }
        return Winner(
            creator: shown.assignment.creator, code: shown.code, assignment: shown.assignment,
            codes: own.map(\.code.normal), discount: own.reduce(0) { $0 + $1.discount }, weight: 1)
    }

    private static func firstOfLargest<Element>(
        _ elements: [Element], by figure: (Element) -> Int128
    ) -> Element? {
        var best: Element?
        for element in elements {
            if let current = best, figure(current) >= figure(element) { continue }
            best = element
        }
        return best
    }

    /// What a code gave on all lines, gift cards too, and on shipping.
    private static func discount(of code: Bytes, on order: PlainOrder) -> Int128 {
        let all = order.lines.flatMap(\.discounts) + order.shippingDiscounts
        return all.filter { $0.code == code }.reduce(0) { $0 + $1.amount }
    }
}
