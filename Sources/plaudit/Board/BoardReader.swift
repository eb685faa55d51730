import Foundation
import Kafka
import Pipeline
import Streams
import Synchronization

/// Follows the published scorecards into a board: committed facts only.
final class BoardReader: Sendable {
    private let board: Mutex<Board>
    private let isStopping = Atomic(false)
    private let error = Mutex<StreamError?>(nil)

    init(window: String = "all") { board = Mutex(Board(window: window)) }

    /// Why it had to give up; nil while it reads.
    var failure: StreamError? { error.withLock { $0 } }

    func start(_ cluster: Cluster) {
        let thread = Thread { [self] in
            do throws(StreamError) {
                let reader = try KafkaReader(cluster.client, topics: [cluster.topics.scorecards])
                defer { reader.close() }
                while !isStopping.load(ordering: .relaxed) {
                    try reader.follow(timeout: 100, limit: 10_000) { record in
                        guard let key = record.key else { return }
                        board.withLock { $0.apply(key: key, value: record.value) }
                    }
                }
            } catch {
                self.error.withLock { $0 = error }
            }
        }
        thread.name = "board"
        thread.start()
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// The best of `currency`, or of the one with most orders where it is empty.
    func best(_ count: Int, in currency: String) -> BoardExcerpt {
        board.withLock { board in
            let currency = currency.isEmpty ? board.mainCurrency ?? "" : currency
            let totals = board.totals(in: currency)
            return BoardExcerpt(
                rows: board.best(count, in: currency), currency: currency,
                creators: totals.creators, orders: totals.orders)
        }
    }
}

/// What the screen shows of a board.
struct BoardExcerpt: Sendable {
    var rows: [BoardRow]
    var currency: String
    var creators: Int
    var orders: Int64
}
