import Promo

/// What scorecards say of their window and currency; kept until another is asked for.
final class ScorecardWindow {
    private let calendar: WindowCalendar
    private var window: Window?
    private var currency = Currency.none
    private let json = JSONWriter()
    private let keyBytes = StateWriter(capacity: 64)
    private(set) var hasProducts = false
    private(set) var decimals = 0

    init(_ calendar: WindowCalendar) { self.calendar = calendar }

    /// `,"window":"day:2026-11-24","starts_at":` and so on, up to the currency.
    var members: UnsafeRawBufferPointer { json.bytes }

    /// What follows the creator in the key of a card of all that the creator sold:
    /// `|all|day:2026-11-24|USD`.
    var wholeKeyEnd: UnsafeRawBufferPointer { keyBytes.bytes }

    /// What follows the scope in any key: `|day:2026-11-24|USD`.
    var keyEnd: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: keyBytes.bytes[ScorecardWindow.whole.count...])
    }

    private static let whole = Array("|all".utf8)

    func become(_ window: Window, _ currency: Currency) {
        guard self.window != window || self.currency.index != currency.index else { return }
        (self.window, self.currency) = (window, currency)
        hasProducts = window.kind.hasProducts
        decimals = currency.decimals
        var name: [UInt8] = []
        WindowName.append(window, to: &name)
        json.reset()
        json.raw(",\"window\":")
        json.string(name[...])
        json.raw(",\"starts_at\":")
        let span = calendar.span(of: window)
        span.map { json.time($0.start) } ?? json.raw("null")
        json.raw(",\"ends_at\":")
        span.map { json.time($0.end) } ?? json.raw("null")
        json.raw(",\"currency\":\"")
        json.raw(currency)
        json.raw("\"")
        writeKeyEnd(name)
    }

    private func writeKeyEnd(_ name: [UInt8]) {
        var end = ScorecardWindow.whole + "|".utf8 + name + "|".utf8
        currency.appendCode(to: &end)
        keyBytes.reset()
        end.withUnsafeBytes { keyBytes.raw($0) }
    }
}
