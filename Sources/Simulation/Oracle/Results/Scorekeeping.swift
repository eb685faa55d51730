// Adds the parts of all orders up to scorecards.

package final class Scorekeeping {
    private let settings: OracleSettings
    private let calendar: PlainCalendar
    package private(set) var scorecards: [String: PlainScorecard] = [:]

    /// nil if the time zone is unknown.
    package init?(_ settings: OracleSettings) {
        guard let calendar = PlainCalendar(timeZone: settings.timeZone) else { return nil }
        self.settings = settings
        self.calendar = calendar
    }

    package func add(_ credit: OrderCredit, survey: [SurveyEntry]) {
        let order = credit.order
        add(parts: credit.parts, of: order)
        add(survey: survey, of: order)
        add(products: credit.products, of: order)
    }

    package func add(products: [ProductCredit], of order: PlainOrder) {
        let windows = settings.windows.filter { $0 == .all || $0 == .month }
        for product in products where product.holder.creator != nil {
            forEachCard(product.holder, order.placedAt, order.currency, windows) { card in
                var sum = card.products[product.sku] ?? (0, 0)
                sum.units += product.units
                sum.net += product.net
                card.products[product.sku] = sum
            }
        }
    }

    package func add(survey: [SurveyEntry], of order: PlainOrder) {
        for entry in survey {
            forEachCard(Holder(creator: entry.creator), order.placedAt, order.currency) {
                $0.survey[entry.measure, default: 0] += entry.amount
            }
        }
    }

    package func add(parts: [Part], of order: PlainOrder) {
        for part in parts where part.holder.creator != nil {
            forEachCard(part.holder, order.placedAt, order.currency) { $0.cohort += part.measures }
            forEachCard(part.holder, part.date, order.currency) { $0.activity += part.measures }
        }
    }

    private func forEachCard(
        _ holder: Holder, _ time: Int64, _ currency: PlainCurrency,
        _ windows: [WindowKind]? = nil, _ change: (inout PlainScorecard) -> Void
    ) {
        guard let creator = holder.creator else { return }
        for kind in windows ?? settings.windows {
            let window = calendar.window(kind, holding: time)
            for scope in settings.scopes {
                guard let name = name(of: scope, holder) else { continue }
                let key = [
                    keyPart(creator), keyPart(Bytes(name)), window.name, currency.code.description,
                ].joined(separator: "|")
                change(
                    &scorecards[
                        key,
                        default: PlainScorecard(
                            creator: creator, scope: name, window: window, currency: currency)])
            }
        }
    }

    private func name(of scope: ScopeKind, _ holder: Holder) -> String? {
        switch scope {
        case .all: "all"
        case .code: holder.code.isEmpty ? nil : "code:\(holder.code)"
        case .campaign: holder.campaign.map { "campaign:\($0)" }
        case .channel: holder.channel.map { "channel:\($0)" }
        }
    }
}
