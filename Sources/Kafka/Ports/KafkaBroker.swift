import CRdkafka
package import Streams

/// A Kafka cluster, as the workers see it. One for the process; every worker makes its own clients.
package final class KafkaBroker: Broker, Sendable {
    package let configuration: ClientConfiguration

    /// Of librdkafka.
    package static var libraryVersion: String { String(cString: rd_kafka_version_str()) }

    /// Connects to nothing yet.
    package init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    package func makeSource(
        group: String, instance: String, inputs: [String]
    ) throws(StreamError) -> any Source {
        try KafkaSource(group: group, instance: instance, inputs: inputs, configuration)
    }

    package func makeSink(transactionalID: String) throws(StreamError) -> any Sink {
        KafkaSink(transactionalID: transactionalID, configuration)
    }

    package func makeLogReader() throws(StreamError) -> any LogReader {
        KafkaLogReader(configuration)
    }

    package func makeGlobalFollower() throws(StreamError) -> any GlobalFollower {
        KafkaGlobalFollower(configuration)
    }

    package func makeLogTrimmer() throws(StreamError) -> any LogTrimmer {
        try KafkaLogTrimmer(configuration)
    }

    package func fence(transactionalID: String) throws(StreamError) {
        let producer = try OpenProducer(.fence(transactionalID: transactionalID), configuration)
        defer { producer.close() }
        try producer.initTransactions()
        if ProducerLives.areNeeded(by: producer.client) {
            try ProducerLives.end(transactionalID, configuration)
        }
    }
}
