package import Promo

/// Writes scorecards (contract §2) into buffers that are used again.
package final class ScorecardWriter {
    private let json = JSONWriter()
    private let keyBytes = StateWriter(capacity: 256)
    /// One for each kind of window: most cards are of the window of the one before.
    private let windows: [WindowText]

    package init(calendar: WindowCalendar) {
        windows = WindowKind.allCases.map { _ in WindowText(calendar) }
    }

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    /// The same.
    package var key: UnsafeRawBufferPointer { keyBytes.bytes }

    /// - Parameter products: hands its argument the ten best, where the window has them.
    package func write(
        _ card: CardLayout, name: UnsafeRawBufferPointer?,
        products: ((UnsafeRawBufferPointer, Int64, Int64) -> Void) -> Void
    ) {
        let window = windows[Int(card.window.kind.rawValue)]
        window.become(card.window)
        writeKey(card, window)
        json.reset()
        json.raw("{\"creator_id\":")
        json.string(card.creator)
        json.raw(",\"creator_name\":")
        if let name { json.string(name) } else { json.raw("null") }
        json.raw(",\"scope\":\"")
        json.raw(card.scope.name)
        if card.scope != .all {
            json.raw(":")
            json.stringContent(card.scopeText)
        }
        json.raw("\"")
        json.raw(window.members)
        json.raw(",\"currency\":\"")
        json.raw(card.currency)
        json.raw("\",\"version\":")
        json.integer(card.version)
        json.raw(",\"final\":")
        json.bool(card.isFinal)
        json.raw(",\"updated_at\":")
        json.time(card.updatedAt)
        writeViews(card)
        json.raw(",\"survey\":{")
        json.survey(decimals: card.currency.decimals) { card.survey($0) }
        json.raw("}")
        if window.hasProducts {
            json.raw(",\"products\":[")
            let decimals = card.currency.decimals
            var isFirst = true
            products { sku, units, net in
                json.raw(isFirst ? "{\"sku\":" : ",{\"sku\":")
                isFirst = false
                json.string(sku)
                json.raw(",\"units\":")
                json.integer(units)
                json.raw(",\"net\":")
                json.money(net, decimals: decimals)
                json.raw("}")
            }
            json.raw("]")
        }
        json.raw("}")
    }

    private func writeKey(_ card: CardLayout, _ window: WindowText) {
        keyBytes.reset()
        PercentEncoding.append(card.creator, to: keyBytes)
        keyBytes.byte(UInt8(ascii: "|"))
        let scope = card.scope.name
        keyBytes.raw(
            UnsafeRawBufferPointer(start: scope.utf8Start, count: scope.utf8CodeUnitCount))
        if card.scope != .all {
            keyBytes.byte(UInt8(ascii: ":"))
            PercentEncoding.append(card.scopeText, to: keyBytes)
        }
        keyBytes.byte(UInt8(ascii: "|"))
        window.name.withUnsafeBytes { keyBytes.raw($0) }
        keyBytes.byte(UInt8(ascii: "|"))
        let letters = card.currency.letters
        guard letters != 0 else { return }
        keyBytes.fixed16(UInt16(truncatingIfNeeded: letters))
        keyBytes.byte(UInt8(truncatingIfNeeded: letters >> 16))
    }

    private func writeViews(_ card: CardLayout) {
        let decimals = card.currency.decimals
        json.raw(",\"cohort\":{")
        let start = json.count
        writeView(decimals) { card.cohort($0) }
        let cohort = start..<json.count
        json.raw("},\"activity\":{")
        // The views differ only where a part's date is in another window than its order's.
        if card.hasEqualViews {
            json.again(cohort)
        } else {
            writeView(decimals) { card.activity($0) }
        }
        json.raw("}")
    }

    @inline(__always)
    private func writeView(_ decimals: Int, _ figure: (Int) -> Int64) {
        json.counted(decimals: decimals, figure)
        writeDerived(decimals, figure)
    }

    /// Contract §2, "derived": null when the divisor is 0.
    @inline(__always)
    private func writeDerived(_ decimals: Int, _ figure: (Int) -> Int64) {
        let (orders, units, gross, discount) = (figure(0), figure(1), figure(2), figure(3))
        let (returns, net, cost, uncosted) = (figure(6), figure(7), figure(8), figure(9))
        let (new, returning) = (figure(12), figure(13))
        json.raw(",\"aov\":")
        writeAverage(net, orders, decimals)
        json.raw(",\"units_per_order\":")
        writeRatio(units, Int128(orders))
        json.raw(",\"new_customer_rate\":")
        writeRatio(new, Int128(new) + Int128(returning))
        json.raw(",\"return_rate\":")
        writeRatio(returns, Int128(gross) - Int128(discount))
        json.raw(",\"discount_depth\":")
        writeRatio(discount, Int128(gross))
        json.raw(",\"margin\":")
        let margin = net.subtractingReportingOverflow(cost)
        guard uncosted == 0, !margin.overflow else { return json.raw("null") }
        json.money(margin.partialValue, decimals: decimals)
    }

    private func writeAverage(_ sum: Int64, _ count: Int64, _ decimals: Int) {
        guard count != 0 else { return json.raw("null") }
        let unit = Int128(PowersOfTen.value(decimals))
        json.ratio(Int128(sum), Int128(count) * unit, decimals: decimals)
    }

    private func writeRatio(_ part: Int64, _ whole: Int128) {
        guard whole != 0 else { return json.raw("null") }
        json.ratio(Int128(part), whole, decimals: 4)
    }
}

/// What scorecards say of their window; kept until another window is asked for.
private final class WindowText {
    private let calendar: WindowCalendar
    private var window: Window?
    /// `day:2026-11-24`.
    private(set) var name: [UInt8] = []
    private let json = JSONWriter()

    init(_ calendar: WindowCalendar) { self.calendar = calendar }

    /// `,"window":"day:2026-11-24","starts_at":` and so on.
    var members: UnsafeRawBufferPointer { json.bytes }

    var hasProducts: Bool { window?.kind.hasProducts ?? false }

    func become(_ new: Window) {
        guard window != new else { return }
        window = new
        name.removeAll(keepingCapacity: true)
        WindowName.append(new, to: &name)
        json.reset()
        json.raw(",\"window\":")
        json.string(name[...])
        guard let span = calendar.span(of: new) else {
            return json.raw(",\"starts_at\":null,\"ends_at\":null")
        }
        json.raw(",\"starts_at\":")
        json.time(span.start)
        json.raw(",\"ends_at\":")
        json.time(span.end)
    }
}
