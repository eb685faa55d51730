import Testing

/// An order of more products than are searched for equal ones.
@Suite struct ManyProductsTests {
    @Test func `a product that comes again among very many is counted once, however often judged`()
        throws
    {
        var settings = ScenarioSettings()
        settings.stacking = "single_winner"
        let pipeline = InMemoryPipeline(settings: try settings.pipelineSettings())
        pipeline.send(
            "code-registry",
            """
            {"code":"MIA20","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}
            """)
        let skus = (0..<150).map { "s\($0)" } + ["s149", "s3", "s149"]
        for version in 1...3 {
            let lines = skus.enumerated().map { line, sku in
                """
                {"line_id":"\(line)","sku":"\(sku)","quantity":\(version),"unit_price":"1.00"}
                """
            }
            pipeline.send(
                "orders",
                """
                {"order_id":"o1","placed_at":"2026-03-01T12:00:00Z","currency":"USD",\
                "version":\(version),"codes":[{"code":"MIA20"}],\
                "lines":[\(lines.joined(separator: ","))]}
                """)
        }
        pipeline.send(
            "refunds",
            """
            {"refund_id":"r1","order_id":"o1","refunded_at":"2026-03-02T12:00:00Z",\
            "currency":"USD","amount":"459.00"}
            """)
        pipeline.settle()
        #expect(try OracleCheck(settings: settings).disagreements(of: pipeline) == [])
    }
}
