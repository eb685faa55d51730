import Testing

/// Whatever is read first, within what Kafka keeps in order: what the processor publishes of orders
/// near the ends of their retention is what `plaudit verify` allows.
@Suite struct RetentionHistoryTests {
    private struct Piece {
        var topic: String
        var json: String
    }

    @Test func `verify allows every order in which the topics are read`() throws {
        var settings = ScenarioSettings()
        settings.codedRetention = 16
        settings.uncodedRetention = 8
        settings.windows = ["all", "month", "day"]
        let check = OracleCheck(settings: settings)
        var histories: Set<String> = []
        for seed in 1...160 {
            var random = SeededNumbers(seed: UInt64(seed % 12))
            let topics = shop(&random)
            random = SeededNumbers(seed: UInt64(seed))
            let pipeline = InMemoryPipeline(settings: try settings.pipelineSettings())
            pipeline.batch = Int.random(in: 1...4, using: &random)
            pipeline.send(
                "code-registry",
                """
                {"code":"MIA20","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}
                """)
            for piece in mixed(topics, &random) {
                pipeline.send(piece.topic, piece.json)
                if Bool.random(using: &random) { pipeline.settle() }
            }
            pipeline.settle()
            let found = try check.disagreements(of: pipeline)
            #expect(found.isEmpty, "seed \(seed):\n\(found.prefix(6).joined(separator: "\n"))")
            histories.insert(
                "\(seed % 12): "
                    + pipeline.deadLetters.compactMap { $0.headers["plaudit.source"] }
                    .sorted().joined(separator: " "))
        }
        // The same records, otherwise mixed, had other dead letters: the test would not be one
        // without.
        #expect(histories.count > 24)
    }

    /// Each topic in its own order.
    private func mixed(_ topics: [[Piece]], _ random: inout SeededNumbers) -> [Piece] {
        var rest = topics.map { $0[...] }.filter { !$0.isEmpty }
        var pieces: [Piece] = []
        while !rest.isEmpty {
            let index = Int.random(in: rest.indices, using: &random)
            // A run of one topic, since the topics are read in batches.
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                if let piece = rest[index].popFirst() { pieces.append(piece) }
            }
            rest.removeAll(where: \.isEmpty)
        }
        return pieces
    }

    private func shop(_ random: inout SeededNumbers) -> [[Piece]] {
        var orders: [Piece] = []
        var refunds: [Piece] = []
        var responses: [Piece] = []
        for number in 0..<10 {
            let day = number * 3 + Int.random(in: 1...3, using: &random)
            var isCoded = Bool.random(using: &random)
            let id = "o\(number)"
            orders.append(order(id, day, isCoded, 1))
            // A later version moves the end of the retention: by its codes, or by its date.
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                isCoded.toggle()
                orders.append(order(id, day, isCoded, 2))
            case 1:
                let other = max(1, day + Int.random(in: -4...4, using: &random))
                orders.append(order(id, other, isCoded, 2))
            default: break
            }
            for refund in 0..<Int.random(in: 0...3, using: &random) {
                let date = day + Int.random(in: 1...20, using: &random)
                let name = "r\(number)-\(refund % 2)"
                refunds.append(
                    Piece(
                        topic: "refunds",
                        json: """
                            {"refund_id":"\(name)","order_id":"\(id)","currency":"USD",\
                            "refunded_at":"\(moment(date))","version":\(refund),\
                            "lines":[{"line_id":"1","quantity":\(refund + 1)}]}
                            """))
            }
            if Bool.random(using: &random) {
                let date = day + Int.random(in: 1...20, using: &random)
                responses.append(
                    Piece(
                        topic: "survey-responses",
                        json: """
                            {"response_id":"s\(number)","order_id":"\(id)","choice":"mia",\
                            "answered_at":"\(moment(date))"}
                            """))
            }
        }
        refunds.shuffle(using: &random)
        return [orders, refunds, responses]
    }

    private func order(_ id: String, _ day: Int, _ isCoded: Bool, _ version: Int) -> Piece {
        Piece(
            topic: "orders",
            json: """
                {"order_id":"\(id)","placed_at":"\(moment(day))","currency":"USD",\
                "version":\(version),"codes":[\(isCoded ? "{\"code\":\"MIA20\"}" : "")],\
                "lines":[{"line_id":"1","sku":"S","quantity":9,"unit_price":"10.01",\
                "unit_cost":"4.00"}]}
                """)
    }

    /// Of the days from 2026-03-01 on.
    private func moment(_ day: Int) -> String {
        let (month, rest) = day <= 31 ? (3, day) : (4, day - 31)
        return "2026-0\(month)-\(rest < 10 ? "0" : "")\(rest)T12:00:00Z"
    }
}
