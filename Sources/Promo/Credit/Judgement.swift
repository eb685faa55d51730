// Contract §3: who is credited for an order. Used again for each order.

package struct Judgement {
    /// A creator with valid codes on the order, in the order of the first of them.
    package struct Contender {
        /// The assignment of the code that is shown.
        package var holding: Holding
        /// Index of the shown code.
        package var code: Int
        /// What the creator's valid codes gave: on everything, and as `code_discount`.
        package var competing: Int64
        package var codeDiscount: Int64
        fileprivate var bestCode: Int64

        /// Whether the shown code was typed as the registry writes it.
        package func isTypedExactly(on order: Order) -> Bool {
            let typed = order.codes[code].typed
            let written = holding.assignment.code.bytes
            return order.text.isSame(
                typed, written, Text(start: 0, count: Int32(written.count)))
        }
    }

    package private(set) var verdict = Verdict.noCode
    /// Those credited: one, or several under a split. Empty unless `verdict` is `credited`. While
    /// an order is being judged, all who contend for it.
    package private(set) var winners: [Contender] = []
    /// More than one creator has a valid code.
    package private(set) var isStack = false
    package private(set) var fingerprint: UInt64 = 0

    package init() {}

    package mutating func reset() {
        verdict = .noCode
        winners.clear()
        isStack = false
    }

    /// - Parameter mark: the policy's; what decides the order is mixed into it.
    package mutating func judge(
        _ order: Order, figures: OrderFigures, registry: Registry, mark: Fingerprint,
        stacking: Stacking
    ) {
        reset()
        var mark = mark
        var firstVerdict = Verdict.noCode
        var chosen: (code: Int, holding: Holding)?
        for index in order.codes.indices {
            let code = order.codes[index]
            let judged = registry.verdict(
                code: code.hash, at: order.placedAt, in: order.salesChannel)
            if index == 0 { firstVerdict = judged.verdict }
            Judgement.mix(judged, into: &mark)
            guard let holding = judged.holding else { continue }
            add(holding, code: index, given: figures.codes[index])
            if isChosen(holding, over: chosen?.holding, stacking) {
                chosen = (index, holding)
            }
        }
        fingerprint = mark.value
        isStack = winners.count > 1
        verdict = silentVerdict(order, figures) ?? (winners.isEmpty ? firstVerdict : .credited)
        guard verdict == .credited, let chosen else { return winners.clear() }
        pickWinners(chosen: chosen, stacking: stacking)
    }

    static func mix(_ judged: CodeVerdict, into mark: inout Fingerprint) {
        mark.mix(judged.holding?.assignment.contentHash ?? UInt64(judged.verdict.rawValue))
    }

    private func silentVerdict(_ order: Order, _ figures: OrderFigures) -> Verdict? {
        if order.isTest { return .testOrder }
        if !figures.hasMerchandise { return .noMerchandise }
        return order.codes.isEmpty ? .noCode : nil
    }

    /// Whether a valid code takes over from the one chosen so far, for `first`, `last`, `priority`.
    private func isChosen(_ holding: Holding, over other: Holding?, _ stacking: Stacking) -> Bool {
        guard let other else { return true }
        switch stacking {
        case .last: return true
        case .priority: return holding.assignment.priority > other.assignment.priority
        default: return false
        }
    }

    private mutating func add(_ holding: Holding, code: Int, given: OrderFigures.Given) {
        let creator = holding.assignment.creatorID
        for index in winners.indices
        where winners[index].holding.assignment.creatorID == creator {
            winners[index].competing += given.competing
            winners[index].codeDiscount += given.counted
            if given.competing > winners[index].bestCode {
                winners[index].bestCode = given.competing
                winners[index].code = code
                winners[index].holding = holding
            }
            return
        }
        winners.append(
            Contender(
                holding: holding, code: code, competing: given.competing,
                codeDiscount: given.counted, bestCode: given.competing))
    }

    /// Of those who contend.
    private mutating func pickWinners(chosen: (code: Int, holding: Holding), stacking: Stacking) {
        switch stacking {
        case .splitEqual, .splitByDiscount: return
        case .singleWinner:
            var best = 0
            for index in winners.indices where winners[index].competing > winners[best].competing {
                best = index
            }
            keepOnly(best)
        case .first, .last, .priority:
            let creator = chosen.holding.assignment.creatorID
            for index in winners.indices
            where winners[index].holding.assignment.creatorID == creator {
                keepOnly(index)
                winners[0].code = chosen.code
                winners[0].holding = chosen.holding
                return
            }
        }
    }

    private mutating func keepOnly(_ index: Int) {
        guard winners.count > 1 else { return }
        winners.swapAt(0, index)
        winners.removeLast(winners.count - 1)
    }
}
