// Who held which code when, and where. Every worker holds all of it; a record's key names the
// assignment that it replaces or removes.

package final class Registry {
    /// Every assignment of each code, the one that holds where spans meet first.
    private var codes: [UInt64: ContiguousArray<Holding>] = [:]
    /// Of each code the one that holds first.
    private var first = CodeTable()
    private var byKey: [ByteString: Holding] = [:]
    /// Each creator's assignments, for names and surveys.
    private var byCreator: [ByteString: [Holding]] = [:]
    /// Who is called so, in plain form.
    private var byAlias: [ByteString: [Holding]] = [:]

    package init() {}

    package var count: Int { byKey.count }

    package func holding(key: ByteString) -> Holding? { byKey[key] }

    /// Every assignment, in no particular order.
    package var holdings: some Collection<Holding> { byKey.values }

    /// Puts `assignment` in the place of the one with its key.
    /// - Returns: hashes of the codes whose assignments changed.
    @discardableResult
    package func put(_ assignment: Assignment) -> [UInt64] {
        if let old = byKey[assignment.key], old.assignment.contentHash == assignment.contentHash {
            // The same words at another offset judge the same: only the place is new.
            replace(old, with: Holding(assignment))
            return []
        }
        var touched = remove(key: assignment.key)
        insert(Holding(assignment))
        if !touched.contains(assignment.codeHash) { touched.append(assignment.codeHash) }
        return touched
    }

    @discardableResult
    package func remove(key: ByteString) -> [UInt64] {
        guard let old = byKey.removeValue(forKey: key) else { return [] }
        codes[old.assignment.codeHash]?.removeAll { $0 === old }
        noteFirst(ofCode: old.assignment.codeHash)
        byCreator[old.assignment.creatorID]?.removeAll { $0 === old }
        for alias in old.assignment.aliases { byAlias[alias]?.removeAll { $0 === old } }
        return [old.assignment.codeHash]
    }

    /// The assignments of a code, in the order in which they hold.
    package func holdings(ofCode hash: UInt64) -> ContiguousArray<Holding> {
        codes[hash] ?? []
    }

    /// Contract §3.2: the first that applies.
    package func verdict(
        code hash: UInt64, at moment: EventTime, in channel: SalesChannel
    ) -> CodeVerdict {
        // Nearly every code has one holder, who holds it.
        if let grant = first.grant(ofCode: hash, at: moment, in: channel) {
            return CodeVerdict(.credited, grant)
        }
        return verdictOfAll(code: hash, at: moment, in: channel)
    }

    /// What `verdict` reads first for a code, and what it comes to by that: to be asked for before
    /// the code is judged.
    package func address(ofCode hash: UInt64) -> UnsafeRawPointer { first.address(ofCode: hash) }

    package func address(ofGrantOfCode hash: UInt64) -> UnsafeRawPointer? {
        first.address(ofGrantOfCode: hash)
    }

    private func verdictOfAll(
        code hash: UInt64, at moment: EventTime, in channel: SalesChannel
    ) -> CodeVerdict {
        guard let holdings = codes[hash], !holdings.isEmpty else {
            return CodeVerdict(.unknown, nil)
        }
        var isCovered = false
        var wouldBeCovered = false
        var allBeginLater = true
        for holding in holdings {
            if holding.covers(moment) {
                if holding.assignment.redeemable.includes(channel) {
                    return CodeVerdict(.credited, holding.grant)
                }
                isCovered = true
            } else if holding.wouldCover(moment) {
                wouldBeCovered = true
            }
            if holding.assignment.validFrom <= moment { allBeginLater = false }
        }
        if isCovered { return CodeVerdict(.wrongChannel, nil) }
        if wouldBeCovered { return CodeVerdict(.disabled, nil) }
        return CodeVerdict(allBeginLater ? .notStarted : .expired, nil)
    }

    /// The name of the creator's assignment that starts last (then the larger key), of those that
    /// give one.
    package func name(ofCreator id: ByteString) -> ByteString? {
        var latest: Holding?
        for holding in byCreator[id] ?? [] where holding.assignment.creatorName != nil {
            guard let known = latest else {
                latest = holding
                continue
            }
            let (mine, theirs) = (holding.assignment, known.assignment)
            if (mine.validFrom, mine.key) > (theirs.validFrom, theirs.key) { latest = holding }
        }
        return latest?.assignment.creatorName
    }

    /// The creators that a survey's text in plain form names, ascending.
    package func creators(named plain: ArraySlice<UInt8>) -> [ByteString] {
        guard !plain.isEmpty, let holdings = byAlias[ByteString(plain)] else { return [] }
        return Set(holdings.map(\.assignment.creatorID)).sorted()
    }

    private func insert(_ holding: Holding) {
        let assignment = holding.assignment
        byKey[assignment.key] = holding
        byCreator[assignment.creatorID, default: []].append(holding)
        for alias in assignment.aliases { byAlias[alias, default: []].append(holding) }
        insert(holding, among: &codes[assignment.codeHash, default: []])
        noteFirst(ofCode: assignment.codeHash)
    }

    private func insert(_ holding: Holding, among holdings: inout ContiguousArray<Holding>) {
        let place = holdings.firstIndex { holding.holdsBefore($0) } ?? holdings.endIndex
        holdings.insert(holding, at: place)
    }

    private func noteFirst(ofCode hash: UInt64) { first.set(hash, codes[hash]?.first) }

    private func replace(_ old: Holding, with new: Holding) {
        remove(key: old.assignment.key)
        insert(new)
    }
}
