import Codec
import Promo
import Testing

@Suite struct RankEntriesTests {
    private let board = Leaderboard(
        kind: .margin,
        window: Window(kind: .hour, index: -17_000_000, offsetMinutes: -240),
        currency: Currency("KWD") ?? .none)

    private func bytes(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) {
        Array(text.utf8).withUnsafeBytes(body)
    }

    /// In words, all that the bytes say.
    private func content(_ bytes: UnsafeRawBufferPointer) -> [String] {
        guard var reader = RankEntriesReader(bytes) else { return ["nothing"] }
        var lines: [String] = []
        switch reader.content {
        case .watermark(let partition, let partitions, let time):
            lines.append("watermark \(partition) of \(partitions): \(time.milliseconds)")
        case .entries(let found): lines.append(found == board ? "board" : "another board")
        }
        while let entry = reader.next() {
            switch entry {
            case .left(let creator):
                lines.append("left \(String(decoding: creator, as: UTF8.self))")
            case .stands(let creator, let name, let value, let orders, let net):
                let name = name.map { String(decoding: $0, as: UTF8.self) } ?? "-"
                lines.append(
                    "stands \(String(decoding: creator, as: UTF8.self)) \(name) \(value) \(orders) "
                        + "\(net)")
            }
        }
        return lines
    }

    private func written() -> [UInt8] {
        let writer = RankEntriesWriter()
        writer.begin(board)
        bytes("mia") { creator in
            bytes("Mia") { name in
                writer.stands(creator: creator, name: name, value: .min, orders: 3, net: .max)
            }
        }
        bytes("leo") { writer.left(creator: $0) }
        bytes("zoe") { writer.stands(creator: $0, name: nil, value: 0, orders: 1, net: -7) }
        #expect(writer.count == 3)
        writer.end()
        return Array(writer.value)
    }

    @Test func `what is told is what is read`() {
        written().withUnsafeBytes {
            #expect(
                content($0) == [
                    "board", "stands mia Mia \(Int64.min) 3 \(Int64.max)", "left leo",
                    "stands zoe - 0 1 -7",
                ])
        }
        let writer = RankEntriesWriter()
        writer.watermark(partition: 2, of: 6, EventTime(milliseconds: -5))
        #expect(content(writer.value) == ["watermark 2 of 6: -5"])
    }

    @Test func `broken bytes end early and never trap`() {
        let whole = written()
        for end in whole.indices {
            Array(whole[..<end]).withUnsafeBytes { #expect(content($0).count <= 4) }
        }
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<5_000 {
            var broken = whole
            for _ in 0..<3 {
                let place = Int.random(in: broken.indices, using: &numbers)
                broken[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            broken.withUnsafeBytes { #expect(content($0).count < 60) }
        }
    }

    @Test func `a leaderboard's word is its own`() {
        var words: Set<UInt64> = []
        var count = 0
        for kind in Leaderboard.Kind.allCases {
            for windowKind in WindowKind.allCases {
                for index in [-17_000_000, -1, 0, 1, 70_000_000] as [Int64] {
                    for offset in [Window.once, -720, 0, 840] {
                        for currency in ["USD", "JPY"] {
                            let board = Leaderboard(
                                kind: kind,
                                window: Window(
                                    kind: windowKind, index: index, offsetMinutes: offset),
                                currency: Currency(currency) ?? .none)
                            words.insert(board.word)
                            count += 1
                            #expect(Leaderboard(word: board.word) == board)
                        }
                    }
                }
            }
        }
        #expect(words.count == count)
        #expect(Leaderboard(word: .max) == nil)
    }
}
