extension ClientRole {
    /// Our defaults, each with its reason. The user's `kafka:` settings replace them.
    func properties(_ settings: ClientConfiguration) -> [(String, String)] {
        switch self {
        case .source: steadyReading + membership(settings)
        case .restore: bulkReading + waiting(5)
        case .follower, .reader: bulkReading + waiting(50)
        case .watermark, .offsets: []
        case .sink, .fence: producing + transaction(settings)
        case .producer: producing
        case .admin, .trimmer: []
        }
    }

    private func membership(_ settings: ClientConfiguration) -> [(String, String)] {
        [
            ("session.timeout.ms", String(settings.sessionTimeout)),
            // A rebalance is learned by heartbeat: this is how long a hand-over waits for us.
            ("heartbeat.interval.ms", "1000"),
            // A committed position that an open transaction holds is asked for again after this;
            // the default of 100 is a part of every hand-over. (It counts for consumers as well.)
            ("retry.backoff.ms", "20"),
            // Others wait for a worker that stopped polling as long as this.
            ("max.poll.interval.ms", "60000"),
        ]
    }

    private var steadyReading: [(String, String)] {
        [
            // Memory: what is fetched ahead. `FetchQueue.nudge` keeps it filled.
            ("queued.min.messages", "25000"),
            ("queued.max.messages.kbytes", "65536"),
        ] + waiting(50) + fetching
    }

    private var bulkReading: [(String, String)] {
        [
            ("queued.min.messages", "25000"),
            ("queued.max.messages.kbytes", "65536"),
        ] + fetching
    }

    /// The end of a partition is seen by the fetch after its last record, and a partition that was
    /// just assigned is asked for after the fetch under way: an idle broker holds a fetch for this
    /// long. It is also how often an idle client asks.
    private func waiting(_ milliseconds: Int) -> [(String, String)] {
        [("fetch.wait.max.ms", String(milliseconds))]
    }

    private var fetching: [(String, String)] {
        [
            // Of compressed bytes, for a partition and in all: a fetch is decompressed as one, so
            // that small ones need less memory and even less time (they stay in the cache).
            ("fetch.message.max.bytes", "262144"),
            ("fetch.max.bytes", "4194304"),
            // The embedded broker answers with more than it was asked for.
            ("receive.message.max.bytes", "268435456"),
            // A new leader is asked after this; the default is 500 ms.
            ("fetch.error.backoff.ms", "50"),
        ]
    }

    private var producing: [(String, String)] {
        [
            // A commit flushes at once; between commits records gather. Not for a few ms only: for
            // the last one before it sends, the sender polls instead of sleeping.
            ("linger.ms", "20"),
            ("batch.num.messages", "50000"),
            // Below the broker's limit of 1,048,588 for a batch.
            ("batch.size", "1000000"),
            // A dead letter holds what was too large for us.
            ("message.max.bytes", "10000000"),
            // More than one whole transaction.
            ("queue.buffering.max.messages", "1000000"),
            ("queue.buffering.max.kbytes", "1048576"),
            ("compression.codec", "lz4"),
        ]
    }

    private func transaction(_ settings: ClientConfiguration) -> [(String, String)] {
        [
            ("transaction.timeout.ms", String(settings.transactionTimeout)),
            // While the last transaction's markers are being written, the broker answers
            // CONCURRENT_TRANSACTIONS: the default of 100 makes a transaction of 8 ms take 103.
            ("retry.backoff.ms", "3"),
        ]
    }

    /// What exactly once rests on: set last, and nobody may change it.
    var protected: [(String, String)] {
        switch self {
        case .source(let group, let instance):
            reading("read_committed") + [
                ("group.id", group),
                // Without it the broker has nothing to fence a zombie with.
                ("group.instance.id", instance),
                // The only strategy of 2.0.2 that gives partition p of every input to one member.
                ("partition.assignment.strategy", "range"),
            ]
        case .restore, .follower, .reader: reading("read_committed")
        case .watermark: reading("read_uncommitted")
        case .offsets(let group): reading("read_committed") + [("group.id", group)]
        case .sink(let id), .fence(let id): writing + [("transactional.id", id)]
        case .producer: writing
        case .admin, .trimmer: []
        }
    }

    private func reading(_ isolation: String) -> [(String, String)] {
        [
            ("isolation.level", isolation),
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            // A position that the log no longer holds is an error. Jumping to another one would
            // keep what was deleted in the gap.
            ("auto.offset.reset", "error"),
            // Control records take offsets and are not handed over: only this tells the end.
            ("enable.partition.eof", "true"),
            ("allow.auto.create.topics", "false"),
        ]
    }

    private var writing: [(String, String)] {
        [
            ("enable.idempotence", "true"),
            ("acks", "all"),
            // As Java's default partitioner; librdkafka's is CRC32.
            ("partitioner", "murmur2_random"),
        ]
    }
}
