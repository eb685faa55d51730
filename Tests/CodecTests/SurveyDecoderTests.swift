import Codec
import Promo
import Testing

struct SurveyDecoderTests {
    private static let usable =
        #"""
        {"response_id":"s-1","order_id":"o-1","answered_at":"2026-11-24T14:00:00.5Z",\#
        "version":4,"customer_id":"c-1","question":"Who?","choice":"@Mia Müller",\#
        "answer":"MIA-20!"}
        """#

    private func refusal(_ text: String, key: String? = "o-1") -> Refusal? {
        CodecTests.refusal(of: { try decodedResponse(text, key: key) })
    }

    @Test func `every field is read, and names in plain form`() throws {
        let response = try decodedResponse(Self.usable)
        #expect(response.string(response.responseID) == "s-1")
        #expect(response.string(response.orderID) == "o-1")
        #expect(response.answeredAt == EventTime(milliseconds: 1_795_528_800_500))
        #expect(response.version == 4)
        #expect(response.string(response.question) == "Who?")
        #expect(response.string(response.choice) == "miamüller")
        #expect(response.string(response.answer) == "mia20")
    }

    @Test func `without a version the time of the answer is the version`() throws {
        let text = Self.usable.replacing(#""version":4,"#, with: "")
        #expect(try decodedResponse(text).version == 1_795_528_800_500)
    }

    @Test func `what was not picked or typed is absent, what is blank is empty`() throws {
        let absent = Self.usable.replacing(#""@Mia Müller""#, with: "null")
            .replacing(#""MIA-20!""#, with: "20").replacing(#""Who?""#, with: "[]")
        let response = try decodedResponse(absent)
        #expect(response.choice.isAbsent && response.answer.isAbsent && response.question.isAbsent)
        let blank = try decodedResponse(Self.usable.replacing("@Mia Müller", with: "?!"))
        #expect(blank.string(blank.choice) == "")
    }

    @Test(arguments: [
        (#""s-1""#, "null", RefusalReason.missingField, "response_id"),
        (#""s-1""#, #""""#, .badID, "response_id"), (#""o-1""#, "null", .missingField, "order_id"),
        (#""o-1""#, "7", .keyMismatch, "o-1"), (#""2026-"#, #""26-"#, .badTime, "answered_at"),
        (#""answered_at":"#, #""answered":"#, .missingField, "answered_at"),
        (#""2026-11-24T14"#, #""2026-11-25T16"#, .futureTime, "answered_at"),
        ("4", "4.5", .badField, "version"), (#""c-1""#, #""""#, .badID, "customer_id"),
        (#""c-1""#, "{}", .badID, "customer_id"),
        (#""answer":"#, #""answer":"","answer":"#, .duplicateKey, "answer"),
    ])
    func `a field that is not as the contract says is refused by its name`(
        found: String, replacement: String, reason: RefusalReason, detail: String
    ) {
        let text =
            found == "4"
            ? Self.usable.replacing("\"version\":4", with: "\"version\":4.5")
            : Self.usable.replacing(found, with: replacement, maxReplacements: 1)
        #expect(text != Self.usable)
        #expect(refusal(text)?.reason == reason)
        #expect(
            refusal(text)?.detail.contains(detail) == true, "\(refusal(text)?.detail ?? "usable")")
    }
}
