package import Promo

/// Writes scorecards (contract §2) into buffers that are used again.
package final class ScorecardWriter {
    package struct Product {
        let sku: UnsafeRawBufferPointer
        let units: Int64
        let net: Int64

        package init(sku: UnsafeRawBufferPointer, units: Int64, net: Int64) {
            (self.sku, self.units, self.net) = (sku, units, net)
        }
    }

    /// Room for all but texts.
    private static let room = 3 * JSONPen.measuresRoom + 16 * (32 + JSONPen.longestNumber)

    private let json = JSONWriter()
    private let keyBytes = StateWriter(capacity: 256)
    /// One for each kind of window: most cards are of the window of the one before.
    private let windows: [ScorecardWindow]

    package init(calendar: WindowCalendar) {
        windows = WindowKind.allCases.map { _ in ScorecardWindow(calendar) }
    }

    /// Valid until the next `write`.
    package var value: UnsafeRawBufferPointer { json.bytes }

    /// The same.
    package var key: UnsafeRawBufferPointer { keyBytes.bytes }

    /// - Parameter products: the ten best, where the window has them.
    package func write(
        _ card: CardLayout, name: UnsafeRawBufferPointer?,
        products: UnsafeBufferPointer<Product>
    ) {
        let cardWindow = card.window
        let window = windows[Int(cardWindow.kind.rawValue)]
        window.become(cardWindow, card.currency)
        writeKey(card, window)
        json.reset()
        json.lend(room(card, name, window, products)) { pen in
            writeHead(card, name, window, &pen)
            writeViews(card, window.decimals, &pen)
            pen.raw(",\"survey\":{")
            pen.survey(decimals: window.decimals) { card.survey($0) }
            if window.hasProducts {
                pen.raw("},\"products\":[")
                write(products, window.decimals, &pen)
                pen.raw("]}")
            } else {
                pen.raw("}}")
            }
        }
    }

    private func room(
        _ card: CardLayout, _ name: UnsafeRawBufferPointer?, _ window: ScorecardWindow,
        _ products: UnsafeBufferPointer<Product>
    ) -> Int {
        var room = ScorecardWriter.room + window.members.count
        room += JSONPen.room(ofText: card.creator.count + card.scopeText.count)
        room += JSONPen.room(ofText: name?.count ?? 0)
        for product in products {
            room += JSONPen.room(ofText: product.sku.count) + 2 * (16 + JSONPen.longestNumber)
        }
        return room
    }

    private func writeKey(_ card: CardLayout, _ window: ScorecardWindow) {
        keyBytes.reset()
        PercentEncoding.append(card.creator, to: keyBytes)
        if card.isRanked { return keyBytes.raw(window.wholeKeyEnd) }
        keyBytes.byte(UInt8(ascii: "|"))
        let scope = card.scope.name
        keyBytes.raw(
            UnsafeRawBufferPointer(start: scope.utf8Start, count: scope.utf8CodeUnitCount))
        keyBytes.byte(UInt8(ascii: ":"))
        PercentEncoding.append(card.scopeText, to: keyBytes)
        keyBytes.raw(window.keyEnd)
    }

    @inline(__always)
    private func writeHead(
        _ card: CardLayout, _ name: UnsafeRawBufferPointer?, _ window: ScorecardWindow,
        _ pen: inout JSONPen
    ) {
        pen.raw("{\"creator_id\":")
        pen.string(card.creator)
        pen.raw(",\"creator_name\":")
        if let name { pen.string(name) } else { pen.raw("null") }
        if card.isRanked {
            pen.raw(",\"scope\":\"all\"")
        } else {
            pen.raw(",\"scope\":\"")
            pen.raw(card.scope.name)
            pen.raw(":")
            pen.content(card.scopeText)
            pen.raw("\"")
        }
        pen.raw(window.members)
        pen.raw(",\"version\":")
        pen.integer(card.version)
        pen.raw(",\"final\":")
        if card.isFinal { pen.raw("true") } else { pen.raw("false") }
        pen.raw(",\"updated_at\":")
        pen.time(card.updatedAt, &json.times)
    }

    @inline(__always)
    private func writeViews(_ card: CardLayout, _ decimals: Int, _ pen: inout JSONPen) {
        pen.raw(",\"cohort\":{")
        let start = pen.next
        writeView(decimals, &pen) { card.cohort($0) }
        let cohort = UnsafeRawBufferPointer(start: start, count: pen.next - start)
        pen.raw("},\"activity\":{")
        // The views differ only where a part's date is in another window than its order's.
        if card.hasEqualViews {
            pen.raw(cohort)
        } else {
            writeView(decimals, &pen) { card.activity($0) }
        }
        pen.raw("}")
    }

    /// A view's measures and, of contract §2, "derived": null where the divisor is 0.
    @inline(__always)
    private func writeView(_ decimals: Int, _ pen: inout JSONPen, _ figure: (Int) -> Int64) {
        pen.counted(decimals: decimals, figure)
        let (orders, units, gross, discount) = (figure(0), figure(1), figure(2), figure(3))
        let (returns, net, cost, uncosted) = (figure(6), figure(7), figure(8), figure(9))
        let (new, returning) = (figure(12), figure(13))
        pen.raw(",\"aov\":")
        if orders == 0 {
            pen.raw("null")
        } else {
            pen.average(net, of: orders, decimals: decimals)
        }
        pen.raw(",\"units_per_order\":")
        writeRate(units, Int128(orders), &pen)
        pen.raw(",\"new_customer_rate\":")
        writeRate(new, Int128(new) + Int128(returning), &pen)
        pen.raw(",\"return_rate\":")
        writeRate(returns, Int128(gross) - Int128(discount), &pen)
        pen.raw(",\"discount_depth\":")
        writeRate(discount, Int128(gross), &pen)
        pen.raw(",\"margin\":")
        let margin = net.subtractingReportingOverflow(cost)
        if uncosted == 0, !margin.overflow {
            pen.money(margin.partialValue, decimals: decimals)
        } else {
            pen.raw("null")
        }
    }

    @inline(__always)
    private func writeRate(_ part: Int64, _ whole: Int128, _ pen: inout JSONPen) {
        if whole == 0 {
            pen.raw("null")
        } else {
            pen.ratio(Int128(part), whole, decimals: 4)
        }
    }

    @inline(__always)
    private func write(
        _ products: UnsafeBufferPointer<Product>, _ decimals: Int, _ pen: inout JSONPen
    ) {
        for (index, product) in products.enumerated() {
            if index == 0 { pen.raw("{\"sku\":") } else { pen.raw(",{\"sku\":") }
            pen.string(product.sku)
            pen.raw(",\"units\":")
            pen.integer(product.units)
            pen.raw(",\"net\":")
            pen.money(product.net, decimals: decimals)
            pen.raw("}")
        }
    }
}
