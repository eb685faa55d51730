import Codec
import Pipeline
import Promo
import Simulation
import Streams

/// Both stages over tables in memory: what an order costs without Kafka. It guides work; it is no
/// figure of the product.
struct StageBenchmark {
    private static let partitions: Int32 = 4

    private let shop: Shop
    /// Records a transaction, as many as come in 100 ms.
    private let batch: Int
    private let topics = Topics(prefix: "", applicationID: "bench")

    init(_ arguments: BenchArguments) throws {
        shop = Shop(orders: try arguments.number("orders", 200_000), end: 1_795_536_000_000)
        batch = try arguments.number("batch", 16_384)
    }

    func run() throws {
        let settings = PipelineSettings(
            policy: Policy(version: ByteString("1")), windows: [.all, .day])
        let attribute = AttributeStage(topics: topics, settings: settings)
        let score = ScoreStage(topics: topics, settings: settings)
        let input = readShop(attribute, score)
        let decoding = decode(input)

        let first = StageRun(attribute, partitions: Self.partitions)
        let second = StageRun(score, partitions: Self.partitions)
        var attributions = InputRecords(
            topics: 1, partitions: Int(Self.partitions), timestamp: shop.end)
        var (published, publishedBytes, cards, cardBytes) = (0, 0, 0, 0)
        for start in stride(from: 0, to: input.count, by: batch) {
            attributions.removeAll()
            first.transact(input, start..<min(start + batch, input.count)) { outbox in
                outbox.forEach { output, partition, key, value, _ in
                    guard output == 0, let key, let value else { return }
                    attributions.append(topic: 0, partition: partition, key: key, value: value)
                    publishedBytes += key.count + value.count
                }
            }
            published += attributions.count
            second.transact(attributions, 0..<attributions.count) { outbox in
                cards += outbox.count
                cardBytes += outbox.byteCount
            }
        }
        print("orders \(shop.orders), records \(input.count), batch \(batch)")
        print("attributions \(published) (\(publishedBytes / max(1, published)) bytes each)")
        print("scorecards \(cards) (\(cardBytes / max(1, cards)) bytes each)")
        for (name, run) in [("attribute", first), ("score", second)] {
            print(
                "\(name) state: \(run.entries) entries, "
                    + "\(run.valueBytes / run.entries) bytes each, "
                    + "\(run.footprint / run.entries) of memory; blocks "
                    + "\(run.blockBytes / run.entries) bytes an entry")
        }
        line("decode alone", decoding)
        line("attribute", first.process)
        line("  its flush", first.flush)
        line("  its blocks", first.blocks)
        line("score", second.process)
        line("  its flush", second.flush)
        line("  its blocks", second.blocks)
        var all = first.process
        for cost in [first.flush, first.blocks, second.process, second.flush, second.blocks] {
            all += cost
        }
        line("all but decode alone", all)
    }

    private func line(_ name: String, _ cost: Cost) {
        let orders = Double(shop.orders)
        let time = Figures.text(Double(cost.nanoseconds) / orders)
        let allocations = Figures.text(Double(cost.allocations) / orders, decimals: 3)
        print(
            Figures.left(name, 22) + Figures.right(time, 8) + " ns"
                + Figures.right(allocations, 9) + " allocations an order")
    }

    private func decode(_ input: InputRecords) -> Cost {
        let decoder = OrderDecoder()
        var order = Order()
        return Cost.of {
            input.forEach(in: 0..<input.count) { record, _ in
                guard record.topic == 0, let value = record.value else { return }
                try? decoder.decode(
                    DecodeInput(
                        key: record.key, value: value,
                        timestamp: EventTime(milliseconds: record.timestamp),
                        isRightPartition: true),
                    into: &order)
            }
        }
    }

    /// The shop's records; its registry goes to the stages.
    private func readShop(_ stages: any Stage...) -> InputRecords {
        var input = InputRecords(
            topics: 3, partitions: Int(Self.partitions), timestamp: shop.end)
        var assignments: Int64 = 0
        shop.forEachAssignment { key, value in
            for stage in stages {
                stage.applyGlobal(
                    Record(
                        topic: 0, partition: 0, offset: assignments, timestamp: shop.end,
                        key: key, value: value))
            }
            assignments += 1
        }
        shop.forEachEvent { event, key, value in
            input.append(
                topic: event == .order ? 0 : 1,
                partition: Streams.Murmur2.partition(of: key, partitions: Self.partitions),
                key: key,
                value: value)
        }
        return input
    }
}
