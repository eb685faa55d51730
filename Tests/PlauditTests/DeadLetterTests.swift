import Streams
import Testing
import plaudit

@Suite struct DeadLetterTests {
    private func letter(
        source: String = "shop-orders/3/17", detail: String = "lines is missing",
        key: [UInt8]? = Array("o-1".utf8)
    ) -> StoredDeadLetter {
        StoredDeadLetter(
            place: "shop-dead-letters/0/5", key: key, value: Array("{}".utf8),
            headers: [
                RecordHeader(name: "plaudit.reason", value: Array("missing_field".utf8)),
                RecordHeader(name: "plaudit.detail", value: Array(detail.utf8)),
                RecordHeader(name: "plaudit.source", value: Array(source.utf8)),
                RecordHeader(
                    name: "plaudit.time", value: Array("2026-11-24T12:00:00.000Z".utf8)),
            ])
    }

    @Test func `its headers say where it came from and why`() {
        #expect(letter().topic == "shop-orders")
        #expect(letter().reason == "missing_field")
        #expect(
            letter().line
                == "shop-orders/3/17  missing_field  key o-1  2026-11-24T12:00:00.000Z  "
                + "lines is missing")
        #expect(letter(key: nil).line.contains("  no key  "))
    }

    @Test func `without a source it cannot be sent again`() {
        #expect(letter(source: "").topic == nil)
        #expect(letter(source: "orders").topic == nil)
    }

    @Test func `what would steer a terminal is not printed`() {
        let line = letter(detail: "sku is \"\u{1B}[2J\"", key: [0x1B, 0x5D, 0xFF]).line
        #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(line.contains("\u{FFFD}[2J"))
    }
}
