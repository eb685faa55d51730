extension ShopTable {
    static let stripe = ShopTable(
        format: "stripe", codes: ["crt-fall": (code: "FALL20", name: "Fall")],
        cases: noPayments + asRecorded + sessions + invoices)

    private static let noPayments = [
        ShopCase.refused(
            "bad_field", key: "ch_000000000000000000000000",
            role: { ShopPayload.refund($0, refusal: $1) },
            ["stripe_event_charge_dispute_created", "stripe_event_charge_dispute_closed"]),
        ShopCase.refused(
            "bad_field", key: "shop", role: { ShopPayload.order($0, refusal: $1) },
            [
                "stripe_event_customer_subscription_created",
                "stripe_event_customer_subscription_updated",
                "stripe_event_customer_subscription_deleted", "stripe_object_subscription",
                "stripe_object_coupon", "stripe_object_discount", "stripe_object_promotion_code",
            ]),
    ]

    /// Recorded in test mode, which never counts; or open, unpaid, not captured: passed over.
    private static let asRecorded = [
        ShopCase(
            key: "pi_000000000000000000000000",
            payloads: [
                .order("stripe_event_checkout_session_completed"),
                .order("stripe_event_invoice_paid"),
            ]),
        ShopCase(
            key: "ch_000000000000000000000000",
            payloads: [
                .refund("stripe_event_charge_refund_updated"),
                .refund("stripe_event_charge_refunded"),
            ]),
        ShopCase(
            key: "pi_1PgafyB7WZ01zgkWSjxsAJo3",
            payloads: [.order("stripe_object_checkout_session")]),
        ShopCase(
            key: "in_1Pgc6tB7WZ01zgkWu9fdqL6I", payloads: [.order("stripe_object_invoice")]),
        // Its charge was never captured: it waits for an order that does not come.
        ShopCase(
            key: "ch_1PgafuB7WZ01zgkWXYmPNZs8",
            payloads: [.order("stripe_object_charge"), .refund("stripe_object_refund")]),
        // A charge that counts names no code.
        ShopCase(
            key: "ch_1PgafuB7WZ01zgkWXYmPNZs9",
            payloads: [
                .order(
                    "stripe_object_charge",
                    [
                        ("ch_1PgafuB7WZ01zgkWXYmPNZs8", "ch_1PgafuB7WZ01zgkWXYmPNZs9"), live,
                        ("1234567890", "1648319900"), ("\"captured\": false", "\"captured\": true"),
                        ("\"amount_captured\": 0", "\"amount_captured\": 100"),
                    ])
            ]),
    ]

    // MARK: - Payments that count

    private static let live: ShopPayload.Edit = ("\"livemode\": false", "\"livemode\": true")
    private static let code = "{\"id\": \"di_1\", \"promotion_code\": {\"code\": \"FALL20\"}}"

    private static func paid(_ id: String) -> ShopPayload.Edit {
        ("\"payment_intent\": null", "\"payment_intent\": \"\(id)\"")
    }

    /// 30.00 with a code that took off 6.00.
    private static func session(_ id: String) -> ShopPayload {
        .order(
            "stripe_event_checkout_session_completed",
            [
                live, ("pi_000000000000000000000000", id),
                ("\"amount_discount\": 0", "\"amount_discount\": 600"),
                ("\"mode\": \"payment\"", "\"mode\": \"payment\", \"discounts\": [\(code)]"),
            ])
    }

    private static let sessions = [
        ShopCase(
            key: "pi_1",
            payloads: [.refund("stripe_object_refund", [paid("pi_1")]), session("pi_1")],
            creator: "crt-fall",
            sums: [
                "orders": "1", "units": "1", "gross": "30", "discount": "6",
                "code_discount": "6", "returns": "1", "net": "23", "uncosted_units": "1",
            ]),
        // The charge of the same payment says less, and brings its refund, which changed before.
        ShopCase(
            key: "pi_2",
            payloads: [
                session("pi_2"), .refund("stripe_event_charge_refunded", [live, paid("pi_2")]),
                .refund("stripe_event_charge_refund_updated", [live, paid("pi_2")]),
            ],
            creator: "crt-fall",
            sums: [
                "orders": "1", "units": "1", "gross": "30", "discount": "6",
                "code_discount": "6", "returns": "1", "net": "23", "uncosted_units": "1",
            ]),
        // 50.00, of which 5.00 came off.
        ShopCase(
            key: "pi_3",
            payloads: [
                .order(
                    "stripe_object_checkout_session",
                    [
                        live, ("pi_1PgafyB7WZ01zgkWSjxsAJo3", "pi_3"), ("1234567890", "1648319900"),
                        ("\"status\": \"open\"", "\"status\": \"complete\""),
                        ("\"payment_status\": \"unpaid\"", "\"payment_status\": \"paid\""),
                        ("\"currency\": null", "\"currency\": \"usd\""),
                        ("\"amount_subtotal\": null", "\"amount_subtotal\": 5000"),
                        ("406046392", "500"), ("1424534716", "0"),
                        ("\"discounts\": null", "\"discounts\": [\(code)]"),
                    ])
            ],
            creator: "crt-fall",
            sums: [
                "orders": "1", "units": "1", "gross": "50", "discount": "5",
                "code_discount": "5", "net": "45", "uncosted_units": "1",
            ]),
    ]

    private static let part = "{\"amount\": 250, \"discount\": \"di_1\"}"

    private static let invoices = [
        // 20.00, of which the code took 2.50.
        ShopCase(
            key: "pi_4",
            payloads: [
                .order(
                    "stripe_event_invoice_paid",
                    [
                        live, ("pi_000000000000000000000000", "pi_4"),
                        (
                            "    \"discounts\": [],\n    \"due_date\"",
                            "    \"discounts\": [\(code)],\n    \"due_date\""
                        ),
                        (
                            "\"total_discount_amounts\": []",
                            "\"total_discount_amounts\": [\(part)]"
                        ),
                        (
                            "\"discount_amounts\": []",
                            "\"discount_amounts\": [\(part)]"
                        ),
                    ])
            ],
            creator: "crt-fall",
            sums: [
                "orders": "1", "units": "1", "gross": "20", "discount": "2.5",
                "code_discount": "2.5", "net": "17.5", "uncosted_units": "1",
            ]),
        // 10.00 with a code that gave nothing; its shipping is outside revenue.
        ShopCase(
            key: "in_1",
            payloads: [
                .order(
                    "stripe_object_invoice",
                    [
                        live, ("in_1Pgc6tB7WZ01zgkWu9fdqL6I", "in_1"), ("1234567890", "1648319900"),
                        ("\"status\": \"draft\"", "\"status\": \"paid\""),
                        (
                            "  \"discounts\": [],\n  \"due_date\"",
                            "  \"discounts\": [\(code)],\n  \"due_date\""
                        ),
                    ])
            ],
            creator: "crt-fall",
            sums: ["orders": "1", "units": "1", "gross": "10", "net": "10", "uncosted_units": "1"]),
    ]
}
