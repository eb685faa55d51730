import Testing

@Suite struct SurveyAttributionTests {
    @Test(arguments: [("true", "new"), ("false", "returning"), ("null", "unknown")])
    func `a survey's attribution says of customer and sales channel what its order says`(
        isNew: String, customer: String
    ) throws {
        let pipeline = InMemoryPipeline(settings: try ScenarioSettings().pipelineSettings())
        pipeline.send(
            "code-registry",
            """
            {"code":"MIA20","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}
            """)
        pipeline.send(
            "orders",
            """
            {"order_id":"o1","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
            "sales_channel":"app","customer":{"is_new":\(isNew)},"codes":[{"code":"MIA20"}],\
            "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
            """)
        pipeline.send(
            "survey-responses",
            """
            {"response_id":"s1","order_id":"o1","answered_at":"2026-03-02T12:00:00Z","choice":"x"}
            """)
        pipeline.settle()
        let survey = try #require(pipeline.credits.first { $0["kind"] as? String == "survey" })
        #expect(survey["customer"] as? String == customer)
        #expect(survey["sales_channel"] as? String == "app")
    }

    @Test(arguments: [
        ("\"sales_channel\":\"pos\"", ["unknown online", "unknown online", "unknown pos"]),
        ("\"customer\":{\"is_new\":true}", ["unknown online", "unknown online", "new online"]),
    ])
    func `where customer or sales channel change, one takes back and another gives`(
        change: String, labels: [String]
    ) throws {
        let pipeline = InMemoryPipeline(settings: try ScenarioSettings().pipelineSettings())
        func order(_ version: Int, _ more: String) {
            pipeline.send(
                "orders",
                """
                {"order_id":"o1","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                "version":\(version),\(more),"codes":[{"code":"NOBODYS"}],\
                "lines":[{"line_id":"1","quantity":1,"unit_price":"10.00"}]}
                """)
        }
        pipeline.send(
            "code-registry",
            """
            {"code":"MIA20","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}
            """)
        order(1, "\"test\":false")
        pipeline.send(
            "survey-responses",
            """
            {"response_id":"s1","order_id":"o1","answered_at":"2026-03-02T12:00:00Z",\
            "choice":"mia"}
            """)
        order(2, change)
        pipeline.settle()
        let surveys = pipeline.credits.filter { $0["kind"] as? String == "survey" }
        #expect(
            surveys.map { "\($0["customer"] ?? "") \($0["sales_channel"] ?? "")" } == labels)
        let counts = surveys.map { $0["survey"] as? [String: Any] ?? [:] }
        #expect(counts.map { $0["self_reported_orders"] as? Int } == [1, -1, 1])
    }
}
