import Codec
import Promo
import Testing

struct SurveyFormatTests {
    private static let knocommerce = #"""
        {"topic":"response/create","response":{"id":"k1","order":{"id":5001},"customer_id":77,
        "created_at":"2026-11-24T10:00:00Z","updated_at":"2026-11-24T10:01:00Z","response":[
        {"question_id":"q1","label":"Who?","type":"Radio","value":"Mia"},
        {"question_id":"q2","label":"Which?","type":"Text","value":"@mia"}]}}
        """#
    private static let fairing = #"""
        {"id":"f1","order_id":"5001","customer_id":"77","question":"Who?","response":"Other",
        "other_response":"Mia","inserted_at":"2026-11-24T10:00:00Z",
        "response_provided_at":"2026-11-24T10:00:30Z","updated_at":"2026-11-24T11:00:00Z"}
        """#

    @Test func `each answer of a KnoCommerce response is a response`() throws {
        let responses = try Translated(.knocommerce, Self.knocommerce, key: "5001").responses
        #expect(responses.map { $0.string($0.responseID) } == ["k1/q1", "k1/q2"])
        #expect(responses.map { $0.string($0.choice) } == ["mia", nil])
        #expect(responses.map { $0.string($0.answer) } == [nil, "mia"])
        #expect(responses.map { $0.string($0.question) } == ["Who?", "Which?"])
        #expect(responses.map(\.version) == Array(repeating: 1_795_514_460_000, count: 2))
    }

    @Test func `an edited Fairing response has the same date and a higher version`() throws {
        let response = try Translated(.fairing, Self.fairing, key: "5001").response()
        #expect(response.answeredAt == TimeTexts.time("2026-11-24T10:00:30Z"))
        #expect(response.version == TimeTexts.time("2026-11-24T11:00:00Z").milliseconds)
        #expect(response.string(response.choice) == "other")
        #expect(response.string(response.answer) == "mia")
    }

    @Test func `a Fairing response of free text has no choice`() throws {
        let text = try Self.fairing.edited(#""response":"Other""#, #""response":null"#)
        #expect(try Translated(.fairing, text, key: "5001").response().choice.isAbsent)
    }

    @Test func `each of several picks is kept`() throws {
        let several = "mia\u{1F}tiktok"
        for (picks, choice) in [
            (#"["Mia"]"#, "mia"), (#"["Mia","","Tik-Tok",5]"#, several), ("[]", nil), ("5", nil),
        ] {
            let text = try Self.knocommerce.edited(#""value":"Mia""#, #""value":\#(picks)"#)
                .edited("Radio", "Checkbox")
            let response = try Translated(.knocommerce, text, key: "5001").response()
            #expect(response.string(response.choice) == choice, "\(picks)")
        }
    }

    @Test(arguments: [(#""id":"k1","#, ""), (#""question_id":"q1","#, "")])
    func `an answer that cannot be told from others is refused`(old: String, new: String) throws {
        let text = try Self.knocommerce.edited(old, new)
        let fault = refusal { try Translated(.knocommerce, text, key: "5001") }
        #expect(fault?.reason == .missingField)
    }

    @Test(.enabled(if: Payload.areThere, "../shared/payloads is not here"))
    func `the official sample is a test survey, and a response with an order`() throws {
        let text = try Payload.text("knocommerce_response_create")
        let fault = refusal { try Translated(.knocommerce, text, key: "5001") }
        #expect(fault?.reason == .missingField)
        let real = try text.edited(#""order": null"#, #""order": {"id": "5001"}"#)
        let response = try Translated(.knocommerce, real, key: "5001").response()
        #expect(response.string(response.choice) == "option2")
    }
}
