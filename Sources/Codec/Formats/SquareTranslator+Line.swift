import Promo

// A line of an order: its price, its discounts and its tax.

extension SquareTranslator {
    func addLine(
        _ line: TapeValue, of order: TapeValue, _ currency: Currency?, to translation: Translation
    ) {
        let quantity = line["quantity"]?.amount
        translation.object {
            translation.copy("line_id", line["uid"])
            translation.text("sku", line.first("catalog_object_id", "name")?.id)
            // Cloth by the metre: one unit, whose price is the line's.
            translation.quantity(quantity.map { $0.isReadable && !$0.isWhole ? .one : $0 })
            translation.amount("_line_price", price(of: line, in: order, currency))
            addDiscounts(line, of: order, currency, to: translation)
            translation.amount("tax", tax(of: line, in: order, currency))
            translation.flag("gift_card", line["item_type"]?.equals("GIFT_CARD") == true)
        }
    }

    /// Gross sales, which in some countries come without the tax that the price contains: what the
    /// item and its modifiers cost has it everywhere.
    private func price(
        of line: TapeValue, in order: TapeValue, _ currency: Currency?
    ) -> SignedDecimal? {
        let item = money(line["variation_total_price_money"], currency)
        let gross = money(line["gross_sales_money"], currency)
        guard let item, gross == nil || hasIncludedTax(order) else { return gross }
        var price = item
        for modifier in line["modifiers"].elements {
            price += money(modifier["total_price_money"], currency) ?? .zero
        }
        return price
    }

    /// Where an order's prices contain a tax, only what they contain: another tax of the same order
    /// was added to them.
    private func tax(
        of line: TapeValue, in order: TapeValue, _ currency: Currency?
    ) -> SignedDecimal? {
        let applied = line["applied_taxes"].elements
        guard hasIncludedTax(order), !applied.isEmpty else {
            return money(line["total_tax_money"], currency)
        }
        var sum = SignedDecimal.zero
        for tax in applied where isIncluded(tax["tax_uid"]?.id, in: order) {
            sum += money(tax["applied_money"], currency) ?? .zero
        }
        return sum
    }

    private func isIncluded(_ uid: UnsafeRawBufferPointer?, in order: TapeValue) -> Bool {
        guard let uid else { return false }
        return order["taxes"].elements.contains {
            $0["uid"]?.id?.elementsEqual(uid) == true && $0["type"]?.equals("INCLUSIVE") == true
        }
    }

    /// What each discount took off; where a line says only what they took together, it is that of
    /// the order's only one, or of none.
    private func addDiscounts(
        _ line: TapeValue, of order: TapeValue, _ currency: Currency?, to translation: Translation
    ) {
        let applied = line["applied_discounts"].elements
        let whole = money(line["total_discount_money"], currency) ?? .zero
        translation.array("discounts") {
            for discount in applied {
                translation.object {
                    translation.text("code", name(of: discount, in: order))
                    translation.amount("amount", money(discount["applied_money"], currency))
                }
            }
            guard applied.isEmpty, whole != .zero else { return }
            translation.object {
                let discounts = order["discounts"].elements
                translation.text("code", discounts.count == 1 ? name(of: discounts[0]) : nil)
                translation.amount("amount", whole)
            }
        }
    }

    private func name(of applied: TapeValue, in order: TapeValue) -> UnsafeRawBufferPointer? {
        guard let uid = applied["discount_uid"]?.id else { return nil }
        let discount = order["discounts"].elements.first {
            $0["uid"]?.id?.elementsEqual(uid) == true
        }
        return discount.flatMap { name(of: $0) }
    }

    private func name(of discount: TapeValue) -> UnsafeRawBufferPointer? {
        discount.first("name", "catalog_object_id")?.id
    }
}
