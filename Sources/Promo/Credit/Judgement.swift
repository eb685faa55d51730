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
    }

    package private(set) var verdict = Verdict.noCode
    /// Those credited: one, or several under a split. Empty unless `verdict` is `credited`.
    package private(set) var winners: [Contender] = []
    /// More than one creator has a valid code.
    package private(set) var isStack = false
    package private(set) var fingerprint: UInt64 = 0

    private var contenders: [Contender] = []

    package init() {}

    package mutating func reset() {
        verdict = .noCode
        winners.clear()
        contenders.clear()
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
            add(holding, code: index, figures: figures)
            if isChosen(holding, over: chosen?.holding, stacking) {
                chosen = (index, holding)
            }
        }
        fingerprint = mark.value
        isStack = contenders.count > 1
        verdict = silentVerdict(order, figures) ?? (contenders.isEmpty ? firstVerdict : .credited)
        guard verdict == .credited, let chosen else { return }
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

    private mutating func add(_ holding: Holding, code: Int, figures: OrderFigures) {
        let discount = figures.competing[code]
        let creator = holding.assignment.creatorID
        for index in contenders.indices
        where contenders[index].holding.assignment.creatorID == creator {
            contenders[index].competing += discount
            contenders[index].codeDiscount += figures.counted[code]
            if discount > contenders[index].bestCode {
                contenders[index].bestCode = discount
                contenders[index].code = code
                contenders[index].holding = holding
            }
            return
        }
        contenders.append(
            Contender(
                holding: holding, code: code, competing: discount,
                codeDiscount: figures.counted[code], bestCode: discount))
    }

    private mutating func pickWinners(chosen: (code: Int, holding: Holding), stacking: Stacking) {
        switch stacking {
        case .splitEqual, .splitByDiscount:
            winners.append(contentsOf: contenders)
        case .singleWinner:
            var best = 0
            for index in contenders.indices
            where contenders[index].competing > contenders[best].competing {
                best = index
            }
            winners.append(contenders[best])
        case .first, .last, .priority:
            let creator = chosen.holding.assignment.creatorID
            for contender in contenders where contender.holding.assignment.creatorID == creator {
                var winner = contender
                winner.code = chosen.code
                winner.holding = chosen.holding
                winners.append(winner)
            }
        }
    }
}
