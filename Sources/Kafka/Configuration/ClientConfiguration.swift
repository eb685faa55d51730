import CRdkafka

/// How to reach the brokers, and what the user sets in `kafka:`. Every client of the process is
/// made from it.
package struct ClientConfiguration: Sendable {
    /// `host:port`, several with commas.
    package var bootstrapServers: String
    /// How the broker's logs call us. Short: 2.0.2 can crash over a long one.
    package var clientID: String
    /// Properties of librdkafka that the user sets. They go before our defaults, but may not touch
    /// what exactly once rests on.
    package var extra: [String: String]
    /// ms after which the broker aborts an abandoned transaction, at most 10,000: it holds up every
    /// reader of what it touched.
    package var transactionTimeout: Int32 = 10_000
    /// ms after which a silent member's partitions go to others. A static member does not say
    /// goodbye, so this is also how long a worker's partitions lie still after it ended for good.
    package var sessionTimeout: Int32 = 8_000
    /// ms that a call waits for a broker before it throws `.unavailable`.
    package var patience: Int32 = 10_000
    package var log: LogBridge?

    package init(
        bootstrapServers: String, clientID: String = "plaudit", extra: [String: String] = [:],
        log: LogBridge? = nil
    ) {
        self.bootstrapServers = bootstrapServers
        self.clientID = clientID
        self.extra = extra
        self.log = log
    }

    /// The session timeout that holds, in ms: the user may set another.
    package var heldSessionTimeout: Int64 {
        extra["session.timeout.ms"].flatMap { Int64($0) } ?? Int64(sessionTimeout)
    }

    /// Refuses what the user may not set, by the name of the property.
    package func check() throws(PropertyError) {
        _ = try properties(of: .source(group: "check", instance: "check"))
        _ = try properties(of: .sink(transactionalID: "check"))
    }

    /// The properties of a client, ready for its creation.
    func properties(of role: ClientRole) throws(PropertyError) -> Handle<Configuration> {
        let properties = Handle<Configuration>(adopting: rd_kafka_conf_new())
        try set(common + role.properties(self), in: properties)
        try refuseOurs()
        // A consumer with it would want larger fetches than ours.
        let unwanted = role.isConsumer ? ["message.max.bytes"] : []
        try set(
            extra.filter { !unwanted.contains($0.key) }.map { ($0.key, $0.value) }, in: properties)
        try set(role.protected, in: properties)
        return properties
    }

    private var common: [(String, String)] {
        [
            ("bootstrap.servers", bootstrapServers),
            ("client.id", clientID),
            // On by default before 2.10; holds small requests back.
            ("socket.nagle.disable", "true"),
            ("socket.keepalive.enable", "true"),
            // A broker that comes back is met soon: the defaults are 100 ms and 10 s.
            ("reconnect.backoff.ms", "50"),
            ("reconnect.backoff.max.ms", "1000"),
            // Brokers close idle connections; that is no news.
            ("log.connection.close", "false"),
        ]
    }

    private func set(
        _ values: [(String, String)], in properties: borrowing Handle<Configuration>
    ) throws(PropertyError) {
        for (name, value) in values {
            try ClientConfiguration.set(name, value, in: properties)
        }
    }
}
