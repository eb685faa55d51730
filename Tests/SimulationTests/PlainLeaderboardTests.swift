import Simulation
import Testing

@Suite struct PlainLeaderboardTests {
    private func card(
        _ creator: String, net: Int128, orders: Int128 = 1, uncosted: Int128 = 0
    ) throws -> PlainScorecard {
        var card = PlainScorecard(
            creator: Bytes(creator), scope: "all", window: .all,
            currency: try require(PlainCurrency("USD")))
        card.cohort[.net] = net
        card.cohort[.orders] = orders
        card.cohort[.uncosted_units] = uncosted
        return card
    }

    private func ranks(_ board: BoardKind, _ cards: [PlainScorecard]) -> [String] {
        PlainLeaderboard.all(cards).first { $0.board == board }?.entries.map {
            "\($0.rank) \($0.creator)"
        } ?? []
    }

    @Test func `equal values share a rank, by creator`() throws {
        let cards = [try card("c", net: 5), try card("b", net: 7), try card("a", net: 7)]
        #expect(ranks(.net, cards) == ["1 a", "1 b", "3 c"])
    }

    @Test func `who has no order, or no value, is on no board`() throws {
        let cards = [
            try card("a", net: 9, orders: 0), try card("b", net: 7, uncosted: 1),
            try card("c", net: -1),
        ]
        #expect(ranks(.net, cards) == ["1 b", "2 c"])
        #expect(ranks(.margin, cards) == ["1 c"])
    }

    @Test func `a board has the best hundred`() throws {
        let cards = try (0..<150).map { try card("c\($0)", net: Int128($0)) }
        let found = ranks(.net, cards)
        #expect(found.count == 100 && found[0] == "1 c149")
    }
}
