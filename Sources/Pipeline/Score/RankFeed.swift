import Codec
import Promo
import Streams

// What RANK is told: of each leaderboard the changed entries of this partition's best, and who left
// them (design §1). A card that is published is looked at, to see whether it has a place or gets
// one; at most every 250 ms (every 500 where there is very much to tell, as in catching up) the
// places are put in order, and what differs from what RANK knows is told. Until then a card that
// RANK knows is only noted: it may change often.
//
// What RANK knows stands in the cards. All else here is derived, and every entry of it can be
// looked at again at any time: after a rollback those are that were looked at.

struct RankFeed {
    /// ms from one telling to the next: one for every two entries that were told.
    private static let interval: ClosedRange<Int64> = 250...500
    /// A message is about as long as this at most.
    private static let messageBytes = 128 << 10
    /// Where the watermark is kept that RANK was told.
    private static let register = 2

    private let store: StateTable
    private let partition: Int32
    private let partitions: Int32
    private let output: Int
    private let message = RankEntriesWriter()
    private var contests: [UInt64: Contest] = [:]
    /// The last of each kind of window: most cards are of the contest of the one before.
    private var lasts: [Contest?]
    private var touched: [Contest] = []
    private var noted: [StateKey] = []
    /// Looked at in the running transaction.
    private var lookedAt: [StateKey] = []
    private var dueAt = Int64.min
    /// Entries, the last time.
    private var told: Int64 = 0
    private var key: [UInt8] = []

    init(_ store: StateTable, partition: Int32, partitions: Int32, output: Int) {
        self.store = store
        self.partition = partition
        self.partitions = partitions
        self.output = output
        lasts = WindowKind.allCases.map { _ in nil }
        restore()
    }

    /// A card that is being published.
    mutating func note(_ card: CardLayout, of window: Window, _ key: StateKey) {
        guard card.isRanked else { return }
        guard card.isOnLeaderboard else { return look(at: card, of: window, key) }
        // Then it is noted already.
        if card.isUntold { return }
        card.isUntold = true
        noted.append(key)
    }

    /// RANK was told all that there is.
    var isSettled: Bool {
        noted.isEmpty && touched.isEmpty
            && store.register(RankFeed.register) == store.register(Watermarks.register)
    }

    func isDue(now: Int64) -> Bool { !isSettled && now >= dueAt }

    /// - Parameter pending: cards that changed and are still to be published. They are told of as
    ///   well: the watermark, which follows, says that nothing before it is missing.
    mutating func tell(
        now: Int64, pending: [StateKey], names: inout CreatorNames, into outbox: Outbox
    ) {
        guard isDue(now: now) else { return }
        look(at: noted)
        look(at: pending)
        noted.removeAll(keepingCapacity: true)
        for contest in touched { contest.settle() }
        fillDrained()
        told = 0
        for contest in touched {
            contest.isTouched = false
            for standing in contest.standings { tell(standing, of: contest, &names, outbox) }
            contest.conclude()
        }
        touched.removeAll(keepingCapacity: true)
        tellWatermark(outbox)
        let (least, most) = (RankFeed.interval.lowerBound, RankFeed.interval.upperBound)
        dueAt = now + min(max(least, told / 2), most)
    }

    mutating func committed() { lookedAt.removeAll(keepingCapacity: true) }

    mutating func rolledBack() {
        for key in lookedAt {
            guard let bytes = store.value(of: key), let card = CardLayout(reading: bytes) else {
                forget(key)
                continue
            }
            let contest = contest(of: card, in: card.window)
            if lookAgain(at: card, key, in: contest) { touch(contest) }
        }
        noted += lookedAt
        lookedAt.removeAll(keepingCapacity: true)
        dueAt = .min
    }

    // MARK: - Places

    private mutating func look(at keys: [StateKey]) {
        for index in keys.indices {
            StateLookahead.prefetch(keys, after: index, in: store)
            look(at: keys[index])
        }
    }

    private mutating func look(at key: StateKey) {
        guard let bytes = store.value(of: key), let card = CardLayout(reading: bytes),
            card.isRanked
        else { return }
        look(at: card, of: card.window, key)
        if card.isUntold, let bytes = store.mutableValue(of: key) {
            CardLayout(bytes)?.isUntold = false
        }
    }

    private mutating func look(at card: CardLayout, of window: Window, _ key: StateKey) {
        lookedAt.append(key)
        let contest = contest(of: card, in: window)
        if contest.look(at: card, key) { touch(contest) }
    }

    /// What RANK knows of it is only what the card says now.
    private func lookAgain(
        at card: CardLayout, _ key: StateKey, in contest: Contest
    ) -> Bool {
        contest.look(at: card, key, isUntold: card.isUntold || card.isPending)
    }

    /// A card that the aborted transaction made. Its record may never come again.
    private mutating func forget(_ key: StateKey) {
        for contest in contests.values where contest.forget(key) { touch(contest) }
    }

    private mutating func contest(of card: CardLayout, in window: Window) -> Contest {
        let word = Leaderboard(kind: .net, window: window, currency: card.currency).word
        let kind = Int(window.kind.rawValue)
        if let last = lasts[kind], last.word == word { return last }
        let contest = contests[word] ?? begin(word, card)
        lasts[kind] = contest
        return contest
    }

    private mutating func begin(_ word: UInt64, _ card: CardLayout) -> Contest {
        let contest = Contest(word, card, store)
        contests[word] = contest
        return contest
    }

    private mutating func touch(_ contest: Contest) {
        guard !contest.isTouched else { return }
        contest.isTouched = true
        touched.append(contest)
    }

    /// Where so many lost their places that others may be among the best, all cards are looked at.
    private mutating func fillDrained() {
        // Each of them is asked.
        let isDrained = touched.map { $0.beginFilling() }.contains(true)
        guard isDrained else { return }
        store.forEach { key, bytes in
            guard let card = CardLayout(reading: bytes), card.isRanked else { return }
            contest(of: card, in: card.window).fill(with: card, key)
        }
        for contest in touched { contest.endFilling() }
    }

    /// Everybody's places anew, and what RANK was not told yet.
    private mutating func restore() {
        store.forEach { key, bytes in
            guard let card = CardLayout(reading: bytes), card.isRanked else { return }
            _ = lookAgain(at: card, key, in: contest(of: card, in: card.window))
            if card.isUntold { noted.append(key) }
        }
        for contest in contests.values {
            contest.settle()
            if !contest.isTold { touch(contest) }
        }
    }

    // MARK: - Telling

    private mutating func tell(
        _ standing: Standing, of contest: Contest, _ names: inout CreatorNames, _ outbox: Outbox
    ) {
        let board = contest.board(standing.kind)
        message.begin(board)
        contest.tell(standing) { key, isBest in
            say(key, isBest, standing.kind, &names)
            if message.value.count >= RankFeed.messageBytes { send(board, outbox) }
        }
        send(board, outbox)
    }

    private mutating func say(
        _ key: StateKey, _ isBest: Bool, _ kind: Leaderboard.Kind, _ names: inout CreatorNames
    ) {
        guard let bytes = store.value(of: key), let card = CardLayout(reading: bytes) else {
            return
        }
        if isBest {
            let figures = card.figures
            message.stands(
                creator: card.creator, name: names.name(of: card.creator).name,
                value: figures.value(on: kind) ?? 0, orders: figures.orders, net: figures.net)
        } else if card.isOn(kind) {
            message.left(creator: card.creator)
        }
        guard card.isOn(kind) != isBest else { return }
        lookedAt.append(key)
        if let bytes = store.mutableValue(of: key) { CardLayout(bytes)?.set(on: kind, isBest) }
    }

    private mutating func send(_ board: Leaderboard, _ outbox: Outbox) {
        guard message.count > 0 else { return }
        told += Int64(message.count)
        message.end()
        key.removeAll(keepingCapacity: true)
        LeaderboardName.append(board, to: &key)
        key.withUnsafeBytes { outbox.emit(output: output, key: $0, value: message.value) }
        message.begin(board)
    }

    private func tellWatermark(_ outbox: Outbox) {
        let watermark = store.register(Watermarks.register)
        guard store.register(RankFeed.register) != watermark else { return }
        store.setRegister(RankFeed.register, watermark)
        message.watermark(
            partition: partition, of: partitions, EventTime(milliseconds: watermark))
        for target in 0..<outbox.partitionCount(ofOutput: output) {
            outbox.emit(output: output, partition: target, key: nil, value: message.value)
        }
    }
}
