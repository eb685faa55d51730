/// The figures of what Stripe takes money for, in minor units: each kind of object names them
/// differently.
struct StripeFigures {
    /// A session knows more about a payment than its invoice, and that more than its charge.
    var version: Int64
    var subtotal: TapeValue?
    var discount = SignedDecimal.zero
    var tax = SignedDecimal.zero
    var shipping: TapeValue?
    var isTaxIncluded = false
    /// Where all of them are there and make up the subtotal.
    var lines: [TapeValue] = []

    init(session: TapeValue) {
        version = 2
        subtotal = session["amount_subtotal"]
        discount = session["total_details"]?["amount_discount"]?.amount ?? .zero
        tax = session["total_details"]?["amount_tax"]?.amount ?? .zero
        shipping = session["total_details"]?["amount_shipping"]
        lines = usable(session["line_items"])
    }

    init(invoice: TapeValue) {
        version = 1
        subtotal = invoice["subtotal"]
        discount = StripeFigures.sum(of: invoice["total_discount_amounts"])
        let taxes = invoice["total_taxes"] ?? invoice["total_tax_amounts"]
        tax = invoice["tax"]?.amount ?? StripeFigures.sum(of: taxes)
        isTaxIncluded = taxes.elements.contains {
            $0["inclusive"]?.isTrue == true || $0["tax_behavior"]?.equals("inclusive") == true
        }
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
        var sum = SignedDecimal.zero
        for line in lines {
            let price = StripeFigures.price(of: line)?.amount ?? .unreadable
            // A proration takes back what an earlier invoice said.
            guard price.isReadable, price.units >= 0 else { return [] }
            sum += price
        }
        return sum == subtotal?.amount ? lines : []
    }

    // MARK: - One line

    static func price(of line: TapeValue) -> TapeValue? {
        line.first("amount_subtotal", "amount")
    }

    static func discount(of line: TapeValue) -> SignedDecimal {
        line["amount_discount"]?.amount ?? sum(of: line["discount_amounts"])
    }

    static func tax(of line: TapeValue) -> SignedDecimal {
        line["amount_tax"]?.amount ?? sum(of: line["taxes"] ?? line["tax_amounts"])
    }

    static func product(of line: TapeValue) -> UnsafeRawBufferPointer? {
        let price = line["pricing"]?["price_details"] ?? line["price"]
        return price?["product"]?.id ?? price?["product"]?["id"]?.id
    }

    private static func sum(of list: TapeValue?) -> SignedDecimal {
        var sum = SignedDecimal.zero
        for value in list?.children ?? [] { sum += value["amount"]?.amount ?? .zero }
        return sum
    }
}
