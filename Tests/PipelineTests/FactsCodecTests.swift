import Codec
import Promo
import Testing

/// The packed state of an order: what is read is what was written, and broken bytes are never more
/// than broken bytes.
@Suite struct FactsCodecTests {
    @Test(arguments: 0..<40)
    func `decoding gives back what was encoded`(seed: Int) throws {
        var random = RandomFacts(numbers: SeededNumbers(seed: UInt64(seed)))
        let writer = StateWriter()
        var decoded = Facts()
        for _ in 0..<25 {
            var facts = random.facts()
            FactsCodec.encode(&facts, into: writer)
            let bytes = Array(writer.bytes)
            let isRead = bytes.withUnsafeBytes { FactsCodec.decode($0, into: &decoded) }
            #expect(isRead)
            #expect(FactsDescription.lines(of: decoded) == FactsDescription.lines(of: facts))
            FactsCodec.encode(&decoded, into: writer)
            #expect(Array(writer.bytes) == bytes)
        }
    }

    @Test func `a survey that was kept before it said its customer is one of an unknown`() throws {
        var random = RandomFacts(numbers: SeededNumbers(seed: 7))
        var facts = random.facts()
        while !facts.hasOrder || facts.published.surveys.isEmpty { facts = random.facts() }
        let writer = StateWriter()
        FactsCodec.encode(&facts, into: writer)
        let bytes = Array(writer.bytes).dropLast(facts.published.surveys.count)
        var decoded = Facts()
        #expect(Array(bytes).withUnsafeBytes { FactsCodec.decode($0, into: &decoded) })
        #expect(decoded.published.surveys.map(\.customer) == [.unknown])
        #expect(decoded.published.surveys.map(\.salesChannel) == [facts.order.salesChannel])
    }

    @Test(arguments: 0..<40)
    func `decoding broken bytes never traps`(seed: Int) {
        var random = RandomFacts(numbers: SeededNumbers(seed: UInt64(seed) + 100))
        let writer = StateWriter()
        var decoded = Facts()
        for _ in 0..<40 {
            var facts = random.facts()
            FactsCodec.encode(&facts, into: writer)
            var bytes = Array(writer.bytes)
            for _ in 0..<Int.random(in: 1...4, using: &random.numbers) {
                random.damage(&bytes)
                _ = bytes.withUnsafeBytes { FactsCodec.decode($0, into: &decoded) }
                _ = bytes.withUnsafeBytes { FactsHeader($0) }
            }
        }
    }

    @Test(arguments: 0..<20)
    func `decoding any bytes never traps`(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed) + 200)
        var decoded = Facts()
        for _ in 0..<200 {
            var bytes = (0..<Int.random(in: 0...300, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            // Half of them get past the front.
            if bytes.count > 60, Bool.random(using: &numbers) {
                (bytes[0], bytes[1]) = (FactsHeader.kind, FactsHeader.format)
                for index in 4..<8 { bytes[index] = 0 }
            }
            _ = bytes.withUnsafeBytes { FactsCodec.decode($0, into: &decoded) }
            var card = bytes
            card.withUnsafeMutableBytes { bytes in
                if !bytes.isEmpty { bytes[0] = CardLayout.kind }
                guard let card = CardLayout(bytes) else { return }
                _ = (card.window, card.version, card.creator.count)
            }
        }
    }
}
