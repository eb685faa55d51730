/// The figures of what Stripe takes money for, in minor units: each kind of object names them
/// differently.
struct StripeFigures {
    /// A session knows more about a payment than its invoice, and that more than its charge.
    var version: Int64
    var subtotal: TapeValue?
    var discount = SignedDecimal.zero
    /// What each discount gave of it, `{amount, discount}`, where that is said.
    var discounts: TapeValue?
    var tax = SignedDecimal.zero
    var shipping: TapeValue?
    var isTaxIncluded = false
    /// Where all of them are there and make up the subtotal.
    var lines: [TapeValue] = []

    init(session: TapeValue) {
        version = 2
        subtotal = session["amount_subtotal"]
        let details = session["total_details"]
        discount = details?["amount_discount"]?.amount ?? .zero
        discounts = details?["breakdown"]?["discounts"]
        shipping = details?["amount_shipping"]
        let taxes = details?["breakdown"]?["taxes"]
        isTaxIncluded = StripeFigures.hasIncluded(taxes)
        tax = StripeFigures.tax(details?["amount_tax"], taxes, isIncluded: isTaxIncluded)
        if !isTaxIncluded, tax != .zero, let total = session["amount_total"]?.amount {
            // A tax that is not added to the total is in it.
            let shown = (subtotal?.amount ?? .unreadable) + (shipping?.amount ?? .zero)
            isTaxIncluded = total.isReadable && total == shown - discount
        }
        lines = usable(session["line_items"])
    }

    init(invoice: TapeValue) {
        version = 1
        subtotal = invoice["subtotal"]
        discounts = invoice["total_discount_amounts"]
        discount = StripeFigures.sum(of: discounts)
        let taxes = invoice["total_taxes"] ?? invoice["total_tax_amounts"]
        isTaxIncluded = StripeFigures.hasIncluded(taxes)
        tax = StripeFigures.tax(invoice["tax"], taxes, isIncluded: isTaxIncluded)
        shipping = invoice["shipping_cost"]?["amount_subtotal"]
        lines = usable(invoice["lines"])
    }

    init(charge: TapeValue) {
        version = 0
        subtotal = charge["amount_captured"] ?? charge["amount"]
    }

    private func usable(_ list: TapeValue?) -> [TapeValue] {
        let lines = list?["data"].elements ?? []
        guard list?["has_more"]?.isTrue != true else { return [] }
        var missing = SignedDecimal.zero - (subtotal?.amount ?? .unreadable)
        var discount = SignedDecimal.zero
        for line in lines {
            let price = StripeFigures.price(of: line)?.amount ?? .unreadable
            // A proration takes back what an earlier invoice said.
            guard price.isReadable, price.units >= 0 else { return [] }
            missing += price
            discount += StripeFigures.discount(of: line)
        }
        // Discounts of single items are off an invoice's subtotal already.
        let isWhole = missing.isReadable && 0...max(0, discount.units) ~= missing.units
        return isWhole ? lines : []
    }

    // MARK: - One line

    static func price(of line: TapeValue) -> TapeValue? {
        line.first("amount_subtotal", "amount")
    }

    static func discount(of line: TapeValue) -> SignedDecimal {
        line["amount_discount"]?.amount ?? sum(of: line["discount_amounts"])
    }

    /// As `discounts`.
    static func discounts(of line: TapeValue) -> TapeValue? {
        line["discount_amounts"] ?? line["discounts"]
    }

    func tax(of line: TapeValue) -> SignedDecimal {
        StripeFigures.tax(
            line["amount_tax"], line["taxes"] ?? line["tax_amounts"], isIncluded: isTaxIncluded)
    }

    static func product(of line: TapeValue) -> UnsafeRawBufferPointer? {
        let price = line["pricing"]?["price_details"] ?? line["price"]
        return price?["product"]?.id ?? price?["product"]?["id"]?.id
    }

    // MARK: - Taxes

    private static func hasIncluded(_ taxes: TapeValue?) -> Bool {
        taxes.elements.contains { isIncluded($0) }
    }

    private static func isIncluded(_ tax: TapeValue) -> Bool {
        tax["inclusive"]?.isTrue == true || tax["tax_behavior"]?.equals("inclusive") == true
            || tax["rate"]?["inclusive"]?.isTrue == true
    }

    /// Where prices contain taxes, only those that they contain, should they be told apart.
    private static func tax(
        _ whole: TapeValue?, _ taxes: TapeValue?, isIncluded: Bool
    ) -> SignedDecimal {
        guard isIncluded, hasIncluded(taxes) else { return whole?.amount ?? sum(of: taxes) }
        var sum = SignedDecimal.zero
        for tax in taxes.elements where self.isIncluded(tax) {
            sum += tax["amount"]?.amount ?? .zero
        }
        return sum
    }

    private static func sum(of list: TapeValue?) -> SignedDecimal { sum(of: list.elements) }

    static func sum(of list: [TapeValue]) -> SignedDecimal {
        var sum = SignedDecimal.zero
        for value in list { sum += value["amount"]?.amount ?? .zero }
        return sum
    }
}
