import Testing
import plaudit

@Suite struct BoardTests {
    private func card(_ net: String, orders: Int, name: String? = nil) -> [UInt8] {
        let name = name.map { "\"\($0)\"" } ?? "null"
        return Array(
            """
            {"creator_name":\(name),"cohort":{"net":"\(net)","orders":\(orders),"returns":"1.00"}}
            """.utf8)
    }

    @Test func `creators stand in order of net revenue, those without orders not at all`() {
        var board = Board()
        board.apply(key: Array("mia|all|all|USD".utf8), value: card("9.50", orders: 2))
        board.apply(
            key: Array("leo%7C|all|all|USD".utf8), value: card("10.00", orders: 1, name: "Leo"))
        board.apply(key: Array("zoe|all|all|USD".utf8), value: card("0.00", orders: 0))
        board.apply(key: Array("mia|all|day:2026-11-24|USD".utf8), value: card("99.00", orders: 9))
        board.apply(key: Array("mia|all|all|JPY".utf8), value: card("500", orders: 1))
        let rows = board.best(10, in: "USD")
        #expect(rows.map(\.name) == ["Leo", "mia"])
        #expect(rows.map(\.creatorID) == ["leo|", "mia"])
        #expect(board.mainCurrency == "USD")
        #expect(board.totals(in: "USD").orders == 3)
    }

    @Test func `a creator who overtakes another has climbed`() {
        var board = Board()
        board.apply(key: Array("a|all|all|USD".utf8), value: card("2.00", orders: 1))
        board.apply(key: Array("b|all|all|USD".utf8), value: card("1.00", orders: 1))
        #expect(board.best(2, in: "USD").map(\.climbed) == [0, 0])
        board.apply(key: Array("b|all|all|USD".utf8), value: card("3.00", orders: 2))
        #expect(board.best(2, in: "USD").map(\.climbed) == [1, -1])
    }

    @Test func `equal net revenues share a rank, in order of the ids' bytes`() {
        var board = Board()
        for (creator, net) in [("b", "2.00"), ("a\u{301}", "2.00"), ("c", "3.00"), ("d", "1.00")] {
            board.apply(key: Array("\(creator)|all|all|USD".utf8), value: card(net, orders: 1))
        }
        let rows = board.best(10, in: "USD")
        #expect(rows.map(\.creatorID) == ["c", "a\u{301}", "b", "d"])
        #expect(rows.map(\.rank) == [1, 2, 2, 4])
        let lines = Screen.table(rows, currency: "USD").dropFirst()
        #expect(lines.map { $0.prefix(3) } == ["  1", "  2", "  2", "  4"])
    }

    @Test func `figures are grouped by thousands`() {
        #expect(Screen.grouped("1234567.80") == "1,234,567.80")
        #expect(Screen.grouped("-1234") == "-1,234")
        #expect(Screen.grouped("999") == "999")
    }

    @Test func `the table keeps its columns, however long a name`() {
        var board = Board()
        let name = String(repeating: "ö", count: 40)
        board.apply(key: Array("a|all|all|USD".utf8), value: card("2.00", orders: 1, name: name))
        board.apply(key: Array("b|all|all|USD".utf8), value: card("1.00", orders: 1))
        let lines = Screen.table(board.best(2, in: "USD"), currency: "USD")
        #expect(Set(lines.map(\.count)).count == 1)
    }
}
