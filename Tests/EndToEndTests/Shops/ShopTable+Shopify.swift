extension ShopTable {
    static let shopify = ShopTable(
        format: "shopify", surveys: "knocommerce",
        codes: [
            "crt-ten": (code: "TENOFF", name: "Option 2"), "crt-sun": (code: "sun 20", name: "Sun"),
        ],
        cases: noOrders + asTheyCame + manyLines + webhooks)

    /// What comes when all webhooks of a shop go to one topic.
    private static let noOrders = [
        ShopCase.refused(
            "missing_field", key: "820982911946154508",
            role: { ShopPayload.order($0, refusal: $1) },
            [
                "shopify_webhook_orders_edited", "shopify_webhook_orders_delete",
                "shopify_webhook_order_transactions_create",
            ]),
        ShopCase.refused(
            "missing_field", key: "4783296544821", role: { ShopPayload.refund($0, refusal: $1) },
            [
                "shopify_webhook_returns_request", "shopify_webhook_returns_update",
                "shopify_webhook_returns_close",
            ]),
        ShopCase.refused(
            "missing_field", key: "shop", role: { ShopPayload.order($0, refusal: $1) },
            [
                "shopify_webhook_customers_data_request", "shopify_webhook_customers_redact",
                "shopify_webhook_shop_redact", "shopify_webhook_discounts_create",
                "shopify_webhook_discounts_update", "shopify_webhook_discounts_redeemcode_added",
                "shopify_webhook_subscription_contracts_create",
                "shopify_webhook_subscription_contracts_update",
                "shopify_webhook_subscription_contracts_cancel",
            ]),
    ]

    private static let asTheyCame = [
        // Placed in 2008: its refund and its cancellation of 2025 are too late. It comes first,
        // before the others' dates have let it go.
        ShopCase(
            key: "450789469",
            payloads: [
                .order("shopify_order_multi_line_discount_with_refund", refusal: "too_old"),
                .order("shopify_order_cancelled", refusal: "too_old"),
            ],
            creator: "crt-ten",
            sums: [
                "orders": "1", "units": "3", "gross": "597", "discount": "10",
                "code_discount": "10", "net": "587", "uncosted_units": "3",
            ]),
        // A test order, cancelled as it was placed: it never counts.
        ShopCase(
            key: "820982911946154508",
            payloads: [
                .order("shopify_webhook_orders_create"), .order("shopify_webhook_orders_paid"),
                .order("shopify_webhook_orders_updated"),
                .order("shopify_webhook_orders_cancelled"),
            ]),
    ]

    // MARK: - Order 450789469

    /// The samples' dates are years apart; so the order would be let go before its refunds came.
    private static func oneYear(_ id: String) -> [ShopPayload.Edit] {
        [("450789469", id), ("2025-07-02", "2022-01-02")]
    }

    private static func placed(_ id: String) -> [ShopPayload.Edit] {
        oneYear(id) + [("2008-01-10", "2021-12-20")]
    }

    private static let manyLines = [
        // Its refund comes with the order, and in the list of its refunds with a later date; of one
        // line it says 195.67, of which 195.66 is left, of the other 195.66. A second refund gives
        // the third line back for nothing.
        ShopCase(
            key: "450789471",
            payloads: [
                .refund("shopify_refund_line_item", oneYear("450789471")),
                .order(
                    "shopify_order_multi_line_discount_with_refund", placed("450789471")),
                .refund("shopify_refunds_list", oneYear("450789471")),
                // A test survey knows no order.
                .response("knocommerce_response_create", refusal: "missing_field"),
                .response(
                    "knocommerce_response_create",
                    [
                        ("\"order\": null", "\"order\": {\"id\": 450789471}"),
                        ("2025-12-19", "2022-01-03"),
                    ]),
            ],
            creator: "crt-ten",
            sums: [
                "orders": "1", "units": "3", "gross": "597", "discount": "10",
                "code_discount": "10", "returned_units": "3", "returns": "391.32",
                "net": "195.68", "uncosted_units": "1", "returned_orders": "1",
                "survey.agree": "1",
            ]),
        // A refund of 2025 is too late, whichever of the records comes first.
        ShopCase(
            key: "450789473",
            payloads: [
                .refund(
                    "shopify_refund_line_item", refusal: "too_old", [("450789469", "450789473")]),
                .refund("shopify_refunds_list", oneYear("450789473")),
                .order(
                    "shopify_order_multi_line_discount_with_refund", placed("450789473")),
            ],
            creator: "crt-ten",
            sums: [
                "orders": "1", "units": "3", "gross": "597", "discount": "10",
                "code_discount": "10", "returned_units": "2", "returns": "391.32",
                "net": "195.68", "uncosted_units": "1", "returned_orders": "1",
            ]),
        // Cancelled after the same refund: nothing is left but the cancellation.
        ShopCase(
            key: "450789472",
            payloads: [
                .order(
                    "shopify_order_multi_line_discount_with_refund", placed("450789472")),
                .order("shopify_order_cancelled", placed("450789472")),
            ],
            creator: "crt-ten", sums: ["cancelled_orders": "1"]),
    ]

    // MARK: - Order 820982911946154508

    /// An order that counts, of the sample's.
    private static func counted(_ id: String) -> [ShopPayload.Edit] {
        [
            ("820982911946154508", id), ("\"test\": true", "\"test\": false"),
            ("\"discount_codes\": []", "\"discount_codes\": [{\"code\": \"SUN20\"}]"),
        ]
    }

    private static let standing: [ShopPayload.Edit] = [
        ("\"cancelled_at\": \"2021-12-31T19:00:00-05:00\"", "\"cancelled_at\": null")
    ]

    /// 4.00 on each of five lines, and on shipping.
    private static let discounted: [ShopPayload.Edit] = [
        (
            "\"discount_applications\": []",
            "\"discount_applications\": [{\"type\": \"discount_code\", \"code\": \"SUN20\"}]"
        ),
        (
            "\"discount_allocations\": []",
            "\"discount_allocations\": [{\"amount\": \"4.00\", \"discount_application_index\": 0}]"
        ),
    ]

    /// The refund's sample has these as a browser rounds them.
    private static let exactLines: [ShopPayload.Edit] = [
        ("\"line_item_id\": 789012345678901200", "\"line_item_id\": 789012345678901234"),
        ("\"line_item_id\": 890123456789012400", "\"line_item_id\": 890123456789012345"),
        ("\"line_item_id\": 976318377106520300", "\"line_item_id\": 976318377106520349"),
        ("\"line_item_id\": 315789986012684400", "\"line_item_id\": 315789986012684393"),
    ]

    private static let webhooks = [
        // A code that gave no discount, and all lines given back: damaged, so that none is
        // restocked.
        ShopCase(
            key: "820982911946154501",
            payloads: [
                .order("shopify_webhook_orders_create", counted("820982911946154501") + standing),
                .refund(
                    "shopify_webhook_refunds_create",
                    [("820982911946154508", "820982911946154501")] + exactLines),
            ],
            creator: "crt-sun",
            sums: [
                "orders": "1", "units": "5", "gross": "414.95", "returned_units": "5",
                "returns": "414.95", "uncosted_units": "5", "returned_orders": "1",
            ]),
        ShopCase(
            key: "820982911946154502",
            payloads: [
                .order(
                    "shopify_webhook_orders_paid",
                    counted("820982911946154502") + standing + discounted)
            ],
            creator: "crt-sun",
            sums: [
                "orders": "1", "units": "5", "gross": "414.95", "discount": "20",
                "code_discount": "24", "net": "394.95", "uncosted_units": "5",
            ]),
        // The refund as it came: of its lines the order has the first, of which 85.99 is left.
        ShopCase(
            key: "820982911946154503",
            payloads: [
                .order(
                    "shopify_webhook_orders_updated",
                    counted("820982911946154503") + standing + discounted),
                .refund(
                    "shopify_webhook_refunds_create",
                    [("820982911946154508", "820982911946154503")]),
            ],
            creator: "crt-sun",
            sums: [
                "orders": "1", "units": "5", "gross": "414.95", "discount": "20",
                "code_discount": "24", "returned_units": "1", "returns": "85.99",
                "net": "308.96", "uncosted_units": "5", "returned_orders": "1",
            ]),
        ShopCase(
            key: "820982911946154504",
            payloads: [
                .order("shopify_webhook_orders_cancelled", counted("820982911946154504"))
            ],
            creator: "crt-sun", sums: ["cancelled_orders": "1"]),
    ]
}
