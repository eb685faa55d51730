package import Promo

/// Writes scorecards (contract §2) into buffers that are used again.
package final class ScorecardWriter {
    private let json = JSONWriter()
    private var keyBytes: [UInt8] = []
    private var windowName: [UInt8] = []
    private let calendar: WindowCalendar

    package init(calendar: WindowCalendar) { self.calendar = calendar }

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    package func withKey(_ body: (UnsafeRawBufferPointer) -> Void) {
        keyBytes.withUnsafeBytes(body)
    }

    /// - Parameter products: hands its argument the ten best, where the window has them.
    package func write(
        _ card: CardLayout, name: ByteString?,
        products: ((UnsafeRawBufferPointer, Int64, Int64) -> Void) -> Void
    ) {
        let window = card.window
        windowName.removeAll(keepingCapacity: true)
        WindowName.append(window, to: &windowName)
        keyBytes.removeAll(keepingCapacity: true)
        PercentEncoding.append(card.creator, to: &keyBytes)
        keyBytes.append(UInt8(ascii: "|"))
        card.scope.name.withUTF8Buffer { keyBytes.append(contentsOf: $0) }
        if card.scope != .all {
            keyBytes.append(UInt8(ascii: ":"))
            PercentEncoding.append(card.scopeText, to: &keyBytes)
        }
        keyBytes.append(UInt8(ascii: "|"))
        keyBytes.append(contentsOf: windowName)
        keyBytes.append(UInt8(ascii: "|"))
        let letters = card.currency.letters
        for shift: UInt32 in [0, 8, 16] {
            keyBytes.append(UInt8(truncatingIfNeeded: letters >> shift))
        }
        json.reset()
        json.raw("{\"creator_id\":")
        json.string(card.creator)
        json.raw(",\"creator_name\":")
        if let name { json.string(name.bytes[...]) } else { json.raw("null") }
        json.raw(",\"scope\":\"")
        json.raw(card.scope.name)
        if card.scope != .all {
            json.raw(":")
            json.stringContent(card.scopeText)
        }
        json.raw("\",\"window\":")
        json.string(windowName[...])
        writeSpan(window)
        json.raw(",\"currency\":\"")
        json.raw(card.currency)
        json.raw("\",\"version\":")
        json.integer(card.version)
        json.raw(",\"final\":")
        json.bool(card.isFinal)
        json.raw(",\"updated_at\":")
        json.time(card.updatedAt)
        json.raw(",\"cohort\":{")
        writeView(card.currency) { card.cohort($0) }
        json.raw("},\"activity\":{")
        writeView(card.currency) { card.activity($0) }
        json.raw("},\"survey\":{")
        var counts = SurveyCounts()
        for place in 0..<SurveyCounts.count { counts.values[place] = card.survey(place) }
        json.survey(counts, card.currency)
        json.raw("}")
        if window.kind == .all || window.kind == .month {
            json.raw(",\"products\":[")
            var isFirst = true
            products { sku, units, net in
                json.raw(isFirst ? "{\"sku\":" : ",{\"sku\":")
                isFirst = false
                json.string(sku)
                json.raw(",\"units\":")
                json.integer(units)
                json.raw(",\"net\":")
                json.money(net, card.currency)
                json.raw("}")
            }
            json.raw("]")
        }
        json.raw("}")
    }

    private func writeSpan(_ window: Window) {
        guard let span = calendar.span(of: window) else {
            return json.raw(",\"starts_at\":null,\"ends_at\":null")
        }
        json.raw(",\"starts_at\":")
        json.time(span.start)
        json.raw(",\"ends_at\":")
        json.time(span.end)
    }

    private func writeView(_ currency: Currency, _ figure: (Int) -> Int64) {
        for index in 0..<Measures.count {
            // The first label goes without its comma.
            json.raw(index == 0 ? "\"orders\":" : MeasureLabels.all[index])
            if MeasureLabels.isMoney[index] {
                json.money(figure(index), currency)
            } else {
                json.integer(figure(index))
            }
        }
        writeDerived(currency) { figure($0.rawValue) }
    }

    /// Contract §2, "derived": null when the divisor is 0.
    private func writeDerived(_ currency: Currency, _ figure: (Measure) -> Int64) {
        json.raw(",\"aov\":")
        writeAverage(figure(.net), figure(.orders), currency)
        json.raw(",\"units_per_order\":")
        writeRatio(figure(.units), Int128(figure(.orders)))
        json.raw(",\"new_customer_rate\":")
        writeRatio(
            figure(.newCustomers),
            Int128(figure(.newCustomers)) + Int128(figure(.returningCustomers)))
        json.raw(",\"return_rate\":")
        writeRatio(figure(.returns), Int128(figure(.gross)) - Int128(figure(.discount)))
        json.raw(",\"discount_depth\":")
        writeRatio(figure(.discount), Int128(figure(.gross)))
        json.raw(",\"margin\":")
        let margin = figure(.net).subtractingReportingOverflow(figure(.cost))
        guard figure(.uncostedUnits) == 0, !margin.overflow else { return json.raw("null") }
        json.money(margin.partialValue, currency)
    }

    private func writeAverage(_ sum: Int64, _ count: Int64, _ currency: Currency) {
        guard count != 0 else { return json.raw("null") }
        let unit = Int128(PowersOfTen.value(currency.decimals))
        json.ratio(Int128(sum), Int128(count) * unit, decimals: currency.decimals)
    }

    private func writeRatio(_ part: Int64, _ whole: Int128) {
        guard whole != 0 else { return json.raw("null") }
        json.ratio(Int128(part), whole, decimals: 4)
    }
}
