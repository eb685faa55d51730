// The leaderboards that stand, against those that follow from the oracle's scorecards. Versions
// and previous ranks depend on history and are not compared.

struct LeaderboardComparison {
    private let oracle: Oracle
    private var last: [Bytes: PublishedRecord] = [:]
    private var standing: StandingPublications
    var found: [Disagreement] { standing.found }

    init(_ oracle: Oracle, _ topics: ComparedTopics) {
        self.oracle = oracle
        standing = StandingPublications("leaderboard", in: topics.leaderboards)
    }

    /// In offset order of each partition: of each key the last one stands. Only that one is read,
    /// since there may be very many.
    mutating func add(_ record: PublishedRecord) {
        last[StandingPublications.key(of: record)] = record
    }

    mutating func finish(_ scorecards: [PlainScorecard]) {
        for record in last.values { standing.take(record) }
        let names = CreatorNames.latest(oracle.registry)
        var expected: Set<Bytes> = []
        for board in PlainLeaderboard.all(scorecards) {
            expected.insert(board.key)
            guard let published = standing.byKey[board.key] else {
                // One on which nobody ever stood is not published.
                if !board.entries.isEmpty {
                    standing.report(board.key, "leaderboard", "published", "missing", nil)
                }
                continue
            }
            compare(board, names, published)
        }
        for (key, published) in standing.byKey where !expected.contains(key) {
            let entries = entries(of: published)
            if entries != [] {
                standing.report(key, "entries", "none", describe(entries), published.record)
            }
        }
        standing.sortFound()
    }

    private mutating func compare(
        _ board: PlainLeaderboard, _ names: [Bytes: Bytes],
        _ published: StandingPublication
    ) {
        for (field, expected) in [
            ("board", board.board.rawValue), ("window", board.window.name),
            ("currency", board.currency.code.description),
        ] as [(StaticString, String)] {
            let written = published.fields[field]
            if written?.text != Bytes(expected) {
                standing.report(
                    board.key, field.description, "\"\(expected)\"",
                    written?.excerpt ?? "null",
                    published.record)
            }
        }
        let expected = board.entries.map { entry in
            let value =
                board.board.isMoney ? board.currency.text(entry.value) : "\(entry.value)"
            return [
                "\(entry.rank)", "\"\(entry.creator)\"",
                names[entry.creator].map { "\"\($0)\"" } ?? "null",
                board.board.isMoney ? "\"\(value)\"" : value, "\(entry.orders)",
                "\"\(board.currency.text(entry.net))\"",
            ].joined(separator: " ")
        }
        guard let written = entries(of: published) else {
            return standing.report(
                board.key, "entries", "a list", "something else", published.record)
        }
        // The first that differs says enough: those behind it follow.
        for place in 0..<max(expected.count, written.count) {
            let one = place < expected.count ? expected[place] : "nobody"
            let other = place < written.count ? written[place] : "nobody"
            guard one != other else { continue }
            return standing.report(
                board.key, "entries[\(place)]", one, other, published.record)
        }
    }

    /// Each entry in a line, as it stands there, without the previous rank.
    private func entries(of published: StandingPublication) -> [String]? {
        guard case .array(let entries)? = published.fields["entries"] else { return nil }
        return entries.map { entry in
            ["rank", "creator_id", "creator_name", "value", "orders", "net"].map {
                entry.member($0)?.excerpt ?? "missing"
            }.joined(separator: " ")
        }
    }

    private func describe(_ entries: [String]?) -> String {
        guard let entries else { return "no list" }
        return entries.prefix(3).joined(separator: ", ")
    }
}
