extension ShopTable {
    static let wooCommerce = ShopTable(
        format: "woocommerce", surveys: "fairing",
        codes: ["crt-jane": (code: "JANE10", name: "Jane")],
        cases: [
            // Fairing publishes the fields of a response and no sample; the list of them is none.
            ShopCase(
                key: "shop",
                payloads: [
                    .response("fairing_response_object_schema", refusal: "missing_field")
                ]),
            // No coupon: nobody is credited.
            ShopCase(key: "727", payloads: [.order("woocommerce_order")]),
            // Two coupons whose lines show no discount, and 10.00 given back without lines: of
            // 29.35 that were paid the lines take 2.04 and 4.09, the rest is shipping and tax.
            ShopCase(
                key: "728",
                payloads: [.order("woocommerce_order_with_coupons_COMPOSED", [("727", "728")])],
                creator: "crt-jane",
                sums: [
                    "orders": "1", "units": "3", "gross": "18", "returns": "6.13",
                    "net": "11.87", "uncosted_units": "3",
                ]),
            ShopCase(
                key: "729",
                payloads: [
                    .response("fairing_response_object_schema", composed: fairing),
                    .order(
                        "woocommerce_order",
                        [
                            ("727", "729"), ("\"total\": \"12.00\"", "\"total\": \"10.20\""),
                            (
                                "\"coupon_lines\": []",
                                "\"coupon_lines\": [{\"code\": \"jane10\", \"discount\": \"1.80\"}]"
                            ),
                        ]),
                ],
                creator: "crt-jane",
                sums: [
                    "orders": "1", "units": "3", "gross": "18", "discount": "1.8",
                    "code_discount": "1.8", "net": "16.2", "uncosted_units": "3",
                    "survey.agree": "1",
                ]),
        ])

    /// Every field that the schema has, and no other.
    static let fairing = #"""
        {"id":"0f6c8a52-fairing","available_responses":["TikTok","Jane","Other"],
        "clarification_question":false,"coupon_amount":"10","coupon_code":"JANE10",
        "coupon_type":"percentage","customer_id":"207119551","customer_order_count":1,
        "email":"john.doe@example.com","inserted_at":"2017-03-22T19:29:00Z",
        "landing_page_path":"/","order_currency_code":"USD","order_id":"729",
        "order_number":"729","order_platform":"woocommerce","order_source":"checkout",
        "order_total":27.55,"order_total_usd":27.55,"original_response":null,"other":false,
        "other_response":null,"question":"How did you hear about us?","question_id":17,
        "question_type":"single_response","referring_question":null,
        "referring_question_id":null,"referring_question_response":null,
        "referring_question_response_id":null,"referring_site":null,"response":"Jane",
        "response_id":2,"response_position":2,"response_provided_at":"2017-03-22T19:30:00Z",
        "submit_delta":60000,"updated_at":"2017-03-22T19:30:00Z","utm_campaign":null,
        "utm_content":null,"utm_medium":null,"utm_source":null,"utm_term":null}
        """#
}
