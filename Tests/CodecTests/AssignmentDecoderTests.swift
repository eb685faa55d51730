import Codec
import Promo
import Testing

struct AssignmentDecoderTests {
    private static let usable =
        #"""
        {"code":"mia 20","creator_id":"crt-1","valid_from":"2026-01-01T00:00:00Z",\#
        "valid_until":"2027-01-01T00:00:00Z","status":"disabled",\#
        "status_at":"2026-06-01T00:00:00Z","creator_name":"Mia","handles":["@mia",5,null,\#
        "@mia2"],"campaign_id":17,"channel":"tiktok","content_theme":"skin",\#
        "redeemable":["pos","online","pos"],"offer":{"kind":"percent","value":20.0},\#
        "usage":{"kind":"single","limit":100,"per_customer":1},"priority":-2,"owner":"Ann",\#
        "approved_by":"Bob","recorded_at":"2025-12-01T00:00:00Z"}
        """#

    private func refusal(_ text: String, key: String? = "MIA20") -> Refusal? {
        CodecTests.refusal(of: { try decodedAssignment(text, key: key) })
    }

    @Test func `every field is read`() throws {
        let assignment = try decodedAssignment(Self.usable, key: "any id")
        #expect(assignment.key == ByteString("any id"))
        #expect(assignment.code == ByteString("mia 20"))
        #expect(assignment.normal == ByteString("MIA20"))
        #expect(assignment.codeHash == Array("MIA20".utf8).withUnsafeBytes { Hash.bits64($0) })
        #expect(assignment.creatorID == ByteString("crt-1"))
        #expect(assignment.validFrom == EventTime(milliseconds: 1_767_225_600_000))
        #expect(assignment.validUntil == EventTime(milliseconds: 1_798_761_600_000))
        #expect(assignment.status == .disabled)
        #expect(assignment.statusAt == EventTime(milliseconds: 1_780_272_000_000))
        #expect(assignment.creatorName == ByteString("Mia"))
        #expect(assignment.handles == [ByteString("@mia"), ByteString("@mia2")])
        #expect(assignment.campaignID == ByteString("17"))
        #expect(assignment.channel == ByteString("tiktok"))
        #expect(assignment.contentTheme == ByteString("skin"))
        #expect(assignment.redeemable.includes(.pos) && assignment.redeemable.includes(.online))
        #expect(!assignment.redeemable.includes(.app))
        #expect(assignment.offerKind == .percent)
        #expect(assignment.offerValue == ByteString("20.0"))
        #expect(assignment.usageKind == .single)
        #expect(assignment.usageLimit == 100 && assignment.usagePerCustomer == 1)
        #expect(assignment.priority == -2)
        #expect(assignment.owner == ByteString("Ann"))
        #expect(assignment.approvedBy == ByteString("Bob"))
        #expect(assignment.recordedAt == EventTime(milliseconds: 1_764_547_200_000))
    }

    @Test func `an assignment of the required fields has the contract's defaults`() throws {
        let assignment = try decodedAssignment(
            #"{"code":2026,"creator_id":5,"valid_from":"2026-01-01T00:00:00Z","redeemable":[]}"#)
        #expect(assignment.code == ByteString("2026") && assignment.creatorID == ByteString("5"))
        #expect(assignment.validUntil == nil && assignment.statusAt == nil)
        #expect(assignment.status == .active && assignment.usageKind == .multi)
        #expect(assignment.priority == 0 && assignment.recordedAt == nil)
        #expect(SalesChannel.allCases.allSatisfy { assignment.redeemable.includes($0) })
    }

    @Test(arguments: [
        (#""mia 20""#, "null", RefusalReason.missingField, "code"),
        (#""mia 20""#, "true", .missingField, "code is true"),
        (#""mia 20""#, #"" \u200b""#, .badField, "code"), (#""mia 20""#, #""""#, .badField, "code"),
        (#""crt-1""#, #""""#, .badID, "creator_id"),
        (#""crt-1""#, "null", .missingField, "creator_id"),
        (#""2026-01-01T00:00:00Z""#, "null", .missingField, "valid_from"),
        (#""2026-01-01T00:00:00Z""#, #""x""#, .badTime, "valid_from"),
        (#""2027-01-01T00:00:00Z""#, #""x""#, .badTime, "valid_until"),
        (#""2027-01-01T00:00:00Z""#, #""2026-01-01T00:00:00Z""#, .badField, "valid_until"),
        (#""2027-01-01T00:00:00Z""#, #""2025-01-01T00:00:00Z""#, .badField, "valid_until"),
        (#""disabled""#, #""off""#, .badField, "active, disabled or compromised"),
        (#""2026-06-01T00:00:00Z""#, "5", .badTime, "status_at"),
        (#""handles":["#, #""handles":"@mia","h":["#, .badField, "handles"),
        ("17", "1.5", .badID, "campaign_id"), (#""pos","#, #""shop","#, .badField, "redeemable[0]"),
        (#""pos","#, "5,", .badField, "redeemable[0]"),
        (#""redeemable":["#, #""redeemable":"pos","r":["#, .badField, "redeemable"),
        (#""offer":{"#, #""offer":20,"o":{"#, .badField, "offer"),
        (#""percent""#, #""percentage""#, .badField, "early_access"),
        (#""usage":{"#, #""usage":[],"u":{"#, .badField, "usage"),
        (#""single""#, #""once""#, .badField, "multi or single"),
        (#""limit":100"#, #""limit":"100""#, .badField, "usage.limit"),
        (#""per_customer":1"#, #""per_customer":true"#, .badField, "usage.per_customer"),
        ("-2", "2.5", .badField, "priority"),
        (#""2025-12-01T00:00:00Z""#, "1", .badTime, "recorded_at"),
        (#""owner":"#, #""owner":"","owner":"#, .duplicateKey, "owner"),
        (#""kind":"percent""#, #""kind":"gift","kind":"percent""#, .duplicateKey, "offer.kind"),
        (#""limit":100"#, #""limit":100,"limit":100"#, .duplicateKey, "usage.limit"),
    ])
    func `a field that is not as the contract says is refused by its name`(
        found: String, replacement: String, reason: RefusalReason, detail: String
    ) {
        let text = Self.usable.replacing(found, with: replacement, maxReplacements: 1)
        #expect(text != Self.usable)
        #expect(refusal(text)?.reason == reason)
        #expect(
            refusal(text)?.detail.contains(detail) == true, "\(refusal(text)?.detail ?? "usable")")
    }

    @Test func `a record without a key is refused, an empty key is a key`() {
        #expect(refusal(Self.usable, key: nil)?.reason == .keyMismatch)
        #expect(refusal("{", key: nil)?.reason == .badJSON)
        #expect(refusal(Self.usable, key: "") == nil)
    }

    @Test func `the content is the same however it is written`() throws {
        let hash = try decodedAssignment(Self.usable).contentHash
        let spaced = Self.usable.replacing(",", with: " , ").replacing(
            "2026-06-01T00:00:00Z", with: "2026-06-01T02:00:00+02:00")
        #expect(try decodedAssignment(spaced).contentHash == hash)
        let changes = [
            ("mia 20", "MIA20"), ("crt-1", "crt-2"), ("2026-01-01", "2026-01-02"),
            ("2027-01-01", "2027-01-02"), ("disabled", "compromised"), ("2026-06-01", "2026-06-02"),
            (#""Mia""#, #""Mio""#), ("@mia2", "@mia3"), ("17", "18"), ("tiktok", "youtube"),
            ("skin", "hair"), (#""online","#, ""), ("percent", "fixed"), ("20.0", "20"),
            ("single", "multi"), ("100", "101"), (#""per_customer":1"#, #""per_customer":2"#),
            ("-2", "-3"), ("Ann", "Anna"), ("Bob", "Bo"), ("2025-12-01", "2025-12-02"),
        ]
        for (found, replacement) in changes {
            let changed = Self.usable.replacing(found, with: replacement, maxReplacements: 1)
            #expect(try decodedAssignment(changed).contentHash != hash, "\(found)")
        }
        #expect(try decodedAssignment(Self.usable, key: "other").contentHash != hash)
    }
}
