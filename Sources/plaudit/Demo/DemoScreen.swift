/// What the demo shows, as text.
struct DemoScreen {
    var seconds: Int64
    var sent: Int
    var rate: Int
    var processor: ProcessorKeeper.View
    var excerpt: BoardExcerpt
    var servers: [String]

    /// Drawn over and over where there is a terminal.
    var page: [String] {
        var lines = [
            "plaudit demo   \(time)   creators by net revenue, after discounts and returns",
            "shop        \(orders) orders, \(rate) a second, to \(servers.joined(separator: ","))",
            "processor   \(life)",
            "            \(pace)",
            "",
        ]
        lines += Screen.table(excerpt.rows, currency: excerpt.currency)
        lines += [
            "",
            "\(excerpt.creators) creators, \(Screen.grouped("\(excerpt.orders)")) orders credited"
                + "   Ctrl-C ends it and checks every figure",
        ]
        return lines
    }

    /// Written now and then where there is none.
    var line: String {
        let best = excerpt.rows.enumerated().map { rank, row in
            "\(rank + 1). \(row.name) \(Screen.grouped(row.net)) \(excerpt.currency)"
        }
        return "\(time)  \(orders) orders  \(pace)  \(life)  |  "
            + best.joined(separator: "  ")
    }

    private var orders: String { Screen.grouped("\(sent)") }

    private var time: String {
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    private var life: String {
        let deaths = processor.deaths
        let past =
            deaths == 0
            ? "" : ", died \(deaths) \(deaths == 1 ? "time" : "times") (\(processor.lastDeath))"
        guard processor.pid > 0 else { return "starting again\(past)" }
        return "pid \(processor.pid)\(past)   kill -9 \(processor.pid)"
    }

    private var pace: String {
        let figures = processor.figures
        guard let lag = figures["lag"] else { return "catching up" }
        return "lag \(Screen.grouped(lag)), \(Screen.grouped(figures["orders_per_second"] ?? "0"))"
            + " orders/s, commit p50 \(figures["commit_p50_ms"] ?? "–") ms"
            + " p99 \(figures["commit_p99_ms"] ?? "–") ms"
    }
}
