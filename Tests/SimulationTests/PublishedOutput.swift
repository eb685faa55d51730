// A processor without faults: publishes exactly what the oracle expects, for tests that then spoil
// it in one place.
import Simulation

struct PublishedOutput {
    var attributions: [PublishedRecord] = []
    var scorecards: [PublishedRecord] = []
    var leaderboards: [PublishedRecord] = []
    var deadLetters: [PublishedRecord] = []

    init(_ oracle: Oracle) throws {
        let scorekeeping = try require(Scorekeeping(oracle.settings))
        oracle.forEachCredit { credit, survey in
            scorekeeping.add(credit, survey: survey)
            for (index, part) in credit.parts.enumerated() {
                let isFirst = !credit.parts[..<index].contains { $0.holder == part.holder }
                let products = credit.products.filter { isFirst && $0.holder == part.holder }
                let json = attribution(part, credit.order, index + 1, products)
                let key = keyPart(part.holder.creator ?? credit.order.id)
                attributions.append(record(key, json, Int64(attributions.count)))
            }
            for (index, entry) in survey.enumerated() {
                let json = self.survey(entry, credit.order, credit.parts.count + index + 1)
                attributions.append(
                    record(keyPart(entry.creator), json, Int64(attributions.count)))
            }
        }
        let names = CreatorNames.latest(oracle.registry)
        for (key, card) in scorekeeping.scorecards.sorted(by: { $0.key < $1.key }) {
            let json = scorecard(card, names[card.creator])
            scorecards.append(record(key.description, json, Int64(scorecards.count)))
        }
        let boards = PlainLeaderboard.all(Array(scorekeeping.scorecards.values))
        for board in boards.sorted(by: { $0.key < $1.key }) where !board.entries.isEmpty {
            leaderboards.append(
                record(board.key.description, leaderboard(board, names), Int64(leaderboards.count)))
        }
        let topics = ComparedTopics()
        for refused in oracle.refused {
            let source =
                "\(topics.inputs[refused.place.role] ?? "")/\(refused.place.partition)/"
                + "\(refused.place.offset)"
            deadLetters.append(
                PublishedRecord(
                    partition: 0, offset: Int64(deadLetters.count), key: refused.key,
                    value: refused.value,
                    headers: [
                        ("plaudit.reason", Array(refused.reason.rawValue.utf8)),
                        ("plaudit.source", Array(source.utf8)), ("plaudit.detail", []),
                        ("plaudit.time", []),
                    ]))
        }
    }

    func disagreements(with oracle: Oracle, also: ComparedParts = []) throws -> [Disagreement] {
        var comparison = try require(Comparison(oracle, also: also))
        for record in attributions { comparison.addAttribution(record) }
        for record in scorecards { comparison.addScorecard(record) }
        for record in leaderboards { comparison.addLeaderboard(record) }
        for record in deadLetters { comparison.addDeadLetter(record) }
        return comparison.finish()
    }

    private func record(_ key: String, _ json: String, _ offset: Int64) -> PublishedRecord {
        PublishedRecord(
            partition: 0, offset: offset, key: Array(key.utf8), value: Array(json.utf8))
    }

    private func attribution(
        _ part: Part, _ order: PlainOrder, _ number: Int, _ products: [ProductCredit]
    ) -> String {
        var refund: Bytes?
        if case .refund(let id) = part.cause { refund = id }
        let customer = order.customerIsNew.map { $0 ? "new" : "returning" } ?? "unknown"
        let measures = Measure.allCases.prefix { $0 != .new_customers }.map {
            "\"\($0.name)\":\(figure(part.measures[$0], $0, order.currency))"
        }
        let lines = products.filter { $0.holder.creator != nil }.map {
            "{\"sku\":\(text($0.sku)),\"units\":\($0.units),"
                + "\"net\":\"\(order.currency.text($0.net))\"}"
        }
        return """
            {"attribution_id":\(text(Bytes("\(order.id)/\(number)"))),"kind":"adjustment",\
            "creator_id":\(text(part.holder.creator)),"code":\(text(part.holder.code)),\
            "campaign_id":\(text(part.holder.campaign)),"channel":\(text(part.holder.channel)),\
            "order_id":\(text(order.id)),"refund_id":\(text(refund)),\
            "currency":"\(order.currency.code)","sales_channel":"\(order.channel.rawValue)",\
            "customer":"\(customer)","occurred_at":"\(PlainTime.write(part.date))",\
            "order_placed_at":"\(PlainTime.write(order.placedAt))",\
            "lines":[\(lines.joined(separator: ","))],\(measures.joined(separator: ","))}
            """
    }

    private func survey(_ entry: SurveyEntry, _ order: PlainOrder, _ number: Int) -> String {
        let counts = SurveyMeasure.allCases.map { measure in
            let amount = measure == entry.measure ? entry.amount : 0
            let kind: Measure = measure == .self_reported_net ? .net : .orders
            return "\"\(measure.rawValue)\":\(figure(amount, kind, order.currency))"
        }
        let customer = order.customerIsNew.map { $0 ? "new" : "returning" } ?? "unknown"
        return """
            {"attribution_id":\(text(Bytes("\(order.id)/\(number)"))),"kind":"survey",\
            "creator_id":\(text(entry.creator)),"order_id":\(text(order.id)),\
            "currency":"\(order.currency.code)","sales_channel":"\(order.channel.rawValue)",\
            "customer":"\(customer)","occurred_at":"\(PlainTime.write(order.placedAt))",\
            "order_placed_at":"\(PlainTime.write(order.placedAt))",\
            "survey":{\(counts.joined(separator: ","))}}
            """
    }

    private func scorecard(_ card: PlainScorecard, _ name: Bytes?) -> String {
        let survey = SurveyMeasure.allCases.map { measure in
            let kind: Measure = measure == .self_reported_net ? .net : .orders
            let figure = figure(card.survey[measure, default: 0], kind, card.currency)
            return "\"\(measure.rawValue)\":\(figure)"
        }
        let products = card.bestProducts.map { product in
            "{\"sku\":\(text(product.sku)),\"units\":\(product.units),"
                + "\"net\":\"\(card.currency.text(product.net))\"}"
        }
        return """
            {"creator_id":\(text(card.creator)),"creator_name":\(text(name)),\
            "scope":\(text(Bytes(card.scope))),"window":"\(card.window.name)",\
            "starts_at":\(time(card.window.startsAt)),"ends_at":\(time(card.window.endsAt)),\
            "currency":"\(card.currency.code)","version":1,\
            "cohort":{\(view(card.cohort, card.currency))},\
            "activity":{\(view(card.activity, card.currency))},\
            "survey":{\(survey.joined(separator: ","))},\
            "products":[\(products.joined(separator: ","))]}
            """
    }

    private func leaderboard(_ board: PlainLeaderboard, _ names: [Bytes: Bytes]) -> String {
        let entries = board.entries.map { entry in
            let value =
                board.board.isMoney
                ? "\"\(board.currency.text(entry.value))\"" : "\(entry.value)"
            return """
                {"rank":\(entry.rank),"creator_id":\(text(entry.creator)),\
                "creator_name":\(text(names[entry.creator])),"value":\(value),\
                "orders":\(entry.orders),"net":"\(board.currency.text(entry.net))",\
                "previous_rank":null}
                """
        }
        return """
            {"board":"\(board.board.rawValue)","window":"\(board.window.name)",\
            "currency":"\(board.currency.code)","version":1,"final":false,\
            "entries":[\(entries.joined(separator: ","))]}
            """
    }

    private func view(_ view: Measures, _ currency: PlainCurrency) -> String {
        let measures = Measure.allCases.map {
            "\"\($0.name)\":\(figure(view[$0], $0, currency))"
        }
        let ratios = Derived.allCases.map { ratio in
            "\"\(ratio.rawValue)\":" + (ratio.text(view, currency).map { "\"\($0)\"" } ?? "null")
        }
        return (measures + ratios).joined(separator: ",")
    }

    private func figure(_ figure: Int128, _ measure: Measure, _ currency: PlainCurrency) -> String {
        measure.isMoney ? "\"\(currency.text(figure))\"" : String(figure)
    }

    private func time(_ time: Int64?) -> String {
        time.map { "\"\(PlainTime.write($0))\"" } ?? "null"
    }

    private func text(_ text: Bytes?) -> String { text.map { "\"\($0)\"" } ?? "null" }
}
