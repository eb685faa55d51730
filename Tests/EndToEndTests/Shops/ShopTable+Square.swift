extension ShopTable {
    static let square = ShopTable(
        format: "square", codes: ["crt-half": (code: "50% Off", name: "Half")],
        cases: [
            // The webhook carries ids only.
            ShopCase.refused(
                "missing_field", key: "order_id6", role: { ShopPayload.order($0, refusal: $1) },
                ["square_webhook_order_updated_shape"]),
            ShopCase(
                key: "CAISENgvlJ6jLWAzERDzjyHVybY",
                payloads: [.order("square_order_with_order_discount")], creator: "crt-half",
                sums: [
                    "orders": "1", "units": "3", "gross": "11", "discount": "5.5",
                    "code_discount": "5.5", "net": "5.5", "uncosted_units": "3",
                ]),
            ShopCase(
                key: "sq2",
                payloads: [
                    .order(
                        "square_order_with_order_discount",
                        [
                            ("CAISENgvlJ6jLWAzERDzjyHVybY", "sq2"),
                            ("\"state\": \"OPEN\"", "\"state\": \"CANCELED\""),
                        ])
                ],
                creator: "crt-half", sums: ["cancelled_orders": "1"]),
        ])
}
