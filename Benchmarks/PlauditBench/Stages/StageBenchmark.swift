import Codec
import Pipeline
import Promo
import Simulation
import Streams

/// All stages over tables in memory: what an order costs without Kafka. It guides work; it is no
/// figure of the product.
struct StageBenchmark {
    private static let partitions: Int32 = 4
    /// Places in the stages' outputs.
    private static let attributions = 0
    private static let scorecards = 0
    private static let rankEntries = 3
    private static let leaderboards = 0

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
        let rank = RankStage(topics: topics, settings: settings)
        let input = readShop(attribute, score)
        let decoding = decode(input)

        let stages: [any Stage] = [attribute, score, rank]
        let runs = stages.map { StageRun($0, partitions: Self.partitions) }
        var attributions = records(ofTopics: 1)
        var entries = records(ofTopics: 1)
        for start in stride(from: 0, to: input.count, by: batch) {
            runs[0].transact(input, start..<min(start + batch, input.count)) {
                attributions.take(Self.attributions, of: $0)
            }
            runs[1].transact(attributions, 0..<attributions.count) {
                entries.take(Self.rankEntries, of: $0)
            }
            if entries.count > 0 { runs[2].transact(entries, 0..<entries.count) { _ in } }
        }
        report(input, decoding, runs)
    }

    private func report(_ input: InputRecords, _ decoding: Cost, _ runs: [StageRun]) {
        print("orders \(shop.orders), records \(input.count), batch \(batch)")
        print("attributions \(runs[0].emitted(Self.attributions))")
        print("scorecards \(runs[1].emitted(Self.scorecards))")
        print("messages to RANK \(runs[1].emitted(Self.rankEntries))")
        print("leaderboards \(runs[2].emitted(Self.leaderboards))")
        for run in runs {
            print(
                "\(run.name) state: \(run.entries) entries, "
                    + "\(run.valueBytes / run.entries) bytes each, "
                    + "\(run.footprint / run.entries) of memory; blocks "
                    + "\(run.blockBytes / run.entries) bytes an entry")
        }
        line("decode alone", decoding)
        var all = Cost()
        for run in runs {
            line(run.name, run.process)
            line("  its flush", run.flush)
            line("  its blocks", run.blocks)
            for cost in [run.process, run.flush, run.blocks] { all += cost }
        }
        line("all but decode alone", all)
    }

    private func records(ofTopics topics: Int) -> InputRecords {
        InputRecords(topics: topics, partitions: Int(Self.partitions), timestamp: shop.end)
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
        var input = records(ofTopics: 3)
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
