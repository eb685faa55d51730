import Codec
import Promo
import Testing

/// Our own attributions are read back in one pass. It must never show: with a space before it, the
/// same record is read from the tape.
struct OwnAttributionTests {
    static let texts = [
        #"""
        {"attribution_id":"o-1/1","kind":"redemption","creator_id":"mia","code":"MIA20",\#
        "campaign_id":"glow","channel":"tiktok","currency":"USD","sales_channel":"app",\#
        "customer":"new","order_id":"o-1","order_version":1,"refund_id":null,\#
        "occurred_at":"2026-11-24T14:00:00.123Z","order_placed_at":"2026-11-24T14:00:00.123Z",\#
        "orders":1,"units":4,"gross":"250.30","discount":"50.06","code_discount":"50.06",\#
        "returned_units":0,"returns":"0.00","net":"200.24","cost":"75.00","uncosted_units":0,\#
        "cancelled_orders":0,"returned_orders":0,"lines":[{"sku":"S-1","units":1,"net":"51.56"},\#
        {"sku":"S-2","units":3,"net":"148.68"}],"reason":"credited","policy":"1","match":"exact",\#
        "registry":{"partition":3,"offset":9},"source":{"topic":"orders","partition":0,"offset":2}}
        """#,
        #"""
        {"attribution_id":"o-1/2","kind":"return","creator_id":null,"code":"MIA20",\#
        "campaign_id":null,"channel":null,"currency":"JPY","sales_channel":"pos",\#
        "customer":"unknown","order_id":"o-1","order_version":-7,"refund_id":"r-1",\#
        "occurred_at":"2026-11-25T00:00:00.000Z","order_placed_at":"2026-11-24T14:00:00.123Z",\#
        "orders":0,"units":0,"gross":"0","discount":"0","code_discount":"0","returned_units":1,\#
        "returns":"500","net":"-500","cost":"-20","uncosted_units":0,"cancelled_orders":0,\#
        "returned_orders":1,"reason":"expired","policy":"1","match":null,"registry":null,\#
        "source":{"topic":"refunds","partition":0,"offset":2}}
        """#,
    ].map { Array($0.utf8) }

    private let reader = AttributionReader()
    private let thorough = AttributionReader()

    @Test func `an attribution read in one pass is the one on the tape`() {
        for text in Self.texts { #expect(outcome(reader, text) == onTape(text)) }
        #expect(!onTape(Self.texts[0]).contains("nil"))
    }

    @Test func `whatever is wrong with an attribution, the tape has the say`() {
        var numbers = SeededNumbers(seed: 5)
        for round in 0..<40_000 {
            let text = Mutation.of(Self.texts[round % Self.texts.count], &numbers)
            #expect(
                outcome(reader, text) == onTape(text), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    private func onTape(_ text: [UInt8]) -> String { outcome(thorough, [0x20] + text) }

    private func outcome(_ reader: AttributionReader, _ value: [UInt8]) -> String {
        var attribution = Attribution()
        do {
            let isUsed = try value.withUnsafeBytes { try reader.read($0, into: &attribution) }
            guard isUsed else { return "passed over" }
        } catch let refusal as Refusal {
            return "\(refusal.reason)"
        } catch {
            return "\(error)"
        }
        func text(_ span: Text) -> String {
            span.isAbsent ? "-" : String(decoding: reader.bytes(of: span), as: UTF8.self)
        }
        let figures = (0..<Measures.count).map { attribution.measures.values[$0] }
        let products = attribution.products.map { "\(text($0.sku)) \($0.units) \($0.net)" }
        return """
            \(text(attribution.creator)) \(text(attribution.code)) \(text(attribution.campaign)) \
            \(text(attribution.channel)) \(attribution.currency.code) \(attribution.placedAt) \
            \(attribution.occurredAt) \(figures) \(products) \(attribution.survey.isZero)
            """
    }
}
