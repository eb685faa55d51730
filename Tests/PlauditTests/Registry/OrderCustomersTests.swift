import Codec
import Testing
import plaudit

@Suite struct OrderCustomersTests {
    private func order(_ id: String, version: Int, _ customer: String) -> [UInt8] {
        Array(
            """
            {"order_id":"\(id)","placed_at":"2026-11-24T12:00:00Z","currency":"USD",\
            "version":\(version),"customer":{"id":\(customer)},"lines":[]}
            """.utf8)
    }

    private func key(_ id: String) -> [UInt8] { Array(id.utf8) }

    @Test func `of the orders asked for the newest version says who bought`() {
        let orders = OrderCustomers(of: ["o1", "o2", "o3"], format: .plaudit)
        orders.apply(key: key("o1"), value: order("o1", version: 2, "\"ann\""))
        orders.apply(key: key("o1"), value: order("o1", version: 1, "\"ben\""))
        orders.apply(key: key("o2"), value: order("o2", version: 1, "7"))
        orders.apply(key: key("o3"), value: order("o3", version: 1, "\"ann\""))
        orders.apply(key: key("o3"), value: order("o3", version: 2, "null"))
        orders.apply(key: key("o9"), value: order("o9", version: 1, "\"ann\""))
        #expect(orders.customers == ["o1": "ann", "o2": "7"])
    }

    @Test func `what cannot be used says nothing`() {
        let orders = OrderCustomers(of: ["o1"], format: .plaudit)
        orders.apply(key: nil, value: order("o1", version: 1, "\"ann\""))
        orders.apply(key: key("o1"), value: nil)
        orders.apply(key: key("o1"), value: order("o2", version: 1, "\"ann\""))
        orders.apply(key: key("o1"), value: Array("{}".utf8))
        #expect(orders.customers == [:])
    }

    @Test func `a shop's own records are read in its format`() {
        let orders = OrderCustomers(of: ["450789469"], format: .shopify)
        let value = """
            {"id":450789469,"created_at":"2026-11-24T12:00:00-05:00","currency":"USD",\
            "updated_at":"2026-11-24T12:00:00-05:00","customer":{"id":207119551},"line_items":[]}
            """
        orders.apply(key: key("450789469"), value: Array(value.utf8))
        #expect(orders.customers == ["450789469": "207119551"])
    }
}
