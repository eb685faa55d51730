// Which fields the contract names in which object: only of those is a second one an error.

/// The objects within a record, as far as the contract knows them.
package indirect enum KnownFields: Sendable {
    case leaf
    /// An array of such values.
    case list(KnownFields)
    case object([Bytes: KnownFields])

    private static func object(_ leaves: String, _ nested: [Bytes: KnownFields] = [:]) -> Self {
        var fields = nested
        for name in leaves.split(separator: " ") { fields[Bytes(String(name))] = .leaf }
        return .object(fields)
    }

    private static let discounts = Self.list(object("code amount"))

    package static let order = object(
        """
        order_id placed_at currency version updated_at cancelled_at test sales_channel store_id \
        region taxes_included shipping shipping_tax tips
        """,
        [
            "customer": object("id is_new"),
            "codes": .list(object("code")),
            "lines": .list(
                object(
                    "line_id sku quantity unit_price tax unit_cost gift_card",
                    ["discounts": discounts])),
            "shipping_discounts": discounts,
            "referrer": object("creator_id utm_source clicked_at"),
        ])

    package static let refund = object(
        """
        refund_id order_id refunded_at currency version updated_at status amount shipping tax \
        reason
        """,
        ["lines": .list(object("line_id quantity amount restocked"))])

    package static let response = object(
        "response_id order_id answered_at version customer_id question choice answer")

    package static let assignment = object(
        """
        code creator_id valid_from valid_until status status_at creator_name handles campaign_id \
        channel content_theme redeemable priority owner approved_by recorded_at
        """,
        [
            "offer": object("kind value"),
            "usage": object("kind limit per_customer"),
        ])

    /// True if a known field is written twice in one object of `value`, at any level.
    package func isRepeated(in value: PlainValue) -> Bool {
        switch (self, value) {
        case (.list(let element), .array(let values)):
            return values.contains { element.isRepeated(in: $0) }
        case (.object(let known), .object(let fields)):
            var seen: Set<[UInt8]> = []
            for field in fields {
                guard let shape = known[Bytes(field.name)] else { continue }
                if !seen.insert(field.name).inserted || shape.isRepeated(in: field.value) {
                    return true
                }
            }
            return false
        default: return false
        }
    }
}
