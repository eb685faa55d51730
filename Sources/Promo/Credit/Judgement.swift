// Contract §3: who is credited for an order. Used again for each order.

package struct Judgement {
    /// A creator with valid codes on the order, in the order of the first of them.
    package struct Contender {
        /// Of the assignment of the code that is shown.
        var grant: UnsafePointer<Grant>
        /// Index of the shown code.
        package var code: Int
        /// What the creator's valid codes gave: on everything, and as `code_discount`.
        package var competing: Int64
        package var codeDiscount: Int64
        fileprivate var bestCode: Int64

        package var holding: Holding { grant.pointee.holding }

        fileprivate func isSameCreator(as other: UnsafePointer<Grant>) -> Bool {
            grant == other || grant.pointee.creatorID.elementsEqual(other.pointee.creatorID)
        }

        /// Whether the shown code was typed as the registry writes it.
        func isTypedExactly(on order: inout Order) -> Bool {
            order.text.bytes.isSame(order.codes[code].typed, grant.pointee.code)
        }
    }

    /// The code that decides under `first`, `last` and `priority`.
    private struct Choice {
        var code: Int
        var grant: UnsafePointer<Grant>
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
        _ order: inout Order, figures: inout OrderFigures, registry: Registry, mark: Fingerprint,
        stacking: Stacking
    ) {
        reset()
        var mark = mark
        var firstVerdict = Verdict.noCode
        var chosen: Choice?
        for index in order.codes.indices {
            let judged = registry.verdict(
                code: order.codes[index].hash, at: order.placedAt, in: order.salesChannel)
            if index == 0 { firstVerdict = judged.verdict }
            Judgement.mix(judged, into: &mark)
            guard let grant = judged.grant else { continue }
            add(grant, code: index, given: figures.codes[index])
            if isChosen(grant, over: chosen?.grant, stacking) {
                chosen = Choice(code: index, grant: grant)
            }
        }
        fingerprint = mark.value
        isStack = winners.count > 1
        verdict =
            silentVerdict(of: &order, hasMerchandise: figures.hasMerchandise)
            ?? (winners.isEmpty ? firstVerdict : .credited)
        guard verdict == .credited, let chosen else { return winners.clear() }
        pickWinners(chosen: chosen, stacking: stacking)
    }

    static func mix(_ judged: CodeVerdict, into mark: inout Fingerprint) {
        mark.mix(judged.grant?.pointee.contentHash ?? UInt64(judged.verdict.rawValue))
    }

    private func silentVerdict(of order: inout Order, hasMerchandise: Bool) -> Verdict? {
        if order.isTest { return .testOrder }
        if !hasMerchandise { return .noMerchandise }
        return order.codes.isEmpty ? .noCode : nil
    }

    /// Whether a valid code takes over from the one chosen so far, for `first`, `last`, `priority`.
    private func isChosen(
        _ grant: UnsafePointer<Grant>, over other: UnsafePointer<Grant>?, _ stacking: Stacking
    ) -> Bool {
        guard let other else { return true }
        switch stacking {
        case .last: return true
        case .priority: return grant.pointee.priority > other.pointee.priority
        default: return false
        }
    }

    private mutating func add(
        _ grant: UnsafePointer<Grant>, code: Int, given: OrderFigures.Given
    ) {
        for index in winners.indices where winners[index].isSameCreator(as: grant) {
            winners[index].competing += given.competing
            winners[index].codeDiscount += given.counted
            if given.competing > winners[index].bestCode {
                winners[index].bestCode = given.competing
                winners[index].code = code
                winners[index].grant = grant
            }
            return
        }
        winners.append(
            Contender(
                grant: grant, code: code, competing: given.competing,
                codeDiscount: given.counted, bestCode: given.competing))
    }

    /// Of those who contend.
    private mutating func pickWinners(chosen: Choice, stacking: Stacking) {
        switch stacking {
        case .splitEqual, .splitByDiscount: return
        case .singleWinner:
            var best = 0
            for index in winners.indices where winners[index].competing > winners[best].competing {
                best = index
            }
            keepOnly(best)
        case .first, .last, .priority:
            for index in winners.indices where winners[index].isSameCreator(as: chosen.grant) {
                keepOnly(index)
                winners[0].code = chosen.code
                winners[0].grant = chosen.grant
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
