// Adds the parts of all orders up to scorecards.

package final class Scorekeeping {
    private let settings: OracleSettings
    private let calendar: PlainCalendar
    package private(set) var scorecards: [Bytes: PlainScorecard] = [:]

    /// nil if the time zone is unknown.
    package init?(_ settings: OracleSettings) {
        guard let calendar = PlainCalendar(timeZone: settings.timeZone) else { return nil }
        self.settings = settings
        self.calendar = calendar
    }

    package func add(_ credit: OrderCredit, survey: [SurveyEntry]) {
        let (placedAt, currency) = (credit.order.placedAt, credit.order.currency)
        for part in credit.parts { add(part, placedAt: placedAt, currency) }
        for entry in survey { add(entry, placedAt: placedAt, currency) }
        for product in credit.products { add(product, placedAt: placedAt, currency) }
    }

    package func add(_ product: ProductCredit, placedAt: Int64, _ currency: PlainCurrency) {
        guard product.holder.creator != nil else { return }
        let windows = settings.windows.filter { $0 == .all || $0 == .month }
        forEachCard(product.holder, placedAt, currency, windows) { card in
            var sum = card.products[product.sku] ?? (0, 0)
            sum.units += product.units
            sum.net += product.net
            card.products[product.sku] = sum
        }
    }

    package func add(_ survey: SurveyEntry, placedAt: Int64, _ currency: PlainCurrency) {
        forEachCard(Holder(creator: survey.creator), placedAt, currency) {
            $0.survey[survey.measure, default: 0] += survey.amount
        }
    }

    package func add(_ part: Part, placedAt: Int64, _ currency: PlainCurrency) {
        guard part.holder.creator != nil else { return }
        forEachCard(part.holder, placedAt, currency) { $0.cohort += part.measures }
        forEachCard(part.holder, part.date, currency) { $0.activity += part.measures }
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
                let key = Bytes(
                    [
                        keyPart(creator), keyPart(Bytes(name)), window.name,
                        currency.code.description,
                    ].joined(separator: "|"))
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
