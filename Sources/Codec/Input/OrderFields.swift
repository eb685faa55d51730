// The orders table of contract §1: names and order are the contract's.

package enum OrderField: Int, Field {
    case order_id, placed_at, currency
    case version, updated_at, cancelled_at, test
    case sales_channel, store_id, region, customer, codes, taxes_included, lines
    case shipping, shipping_discounts, shipping_tax, tips, referrer
}

package enum CustomerField: Int, Field { case id, is_new }

package enum CodeField: Int, Field { case code }

package enum OrderLineField: Int, Field {
    case line_id, sku, quantity, unit_price, discounts, tax, unit_cost, gift_card
    /// The whole line's price, in what a translator wrote: shops round unit prices.
    case _line_price
}

package enum DiscountField: Int, Field { case code, amount }

package enum ReferrerField: Int, Field { case creator_id, utm_source, clicked_at }
