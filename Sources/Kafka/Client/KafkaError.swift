import CRdkafka
import Streams

/// An error as librdkafka reports it, and what follows from it.
struct KafkaError {
    let code: rd_kafka_resp_err_t
    let text: String
    let isRetriable: Bool
    let requiresAbort: Bool
    let isFatal: Bool

    init(_ code: rd_kafka_resp_err_t, _ text: String? = nil) {
        self.code = code
        self.text = text ?? String(cString: rd_kafka_err2str(code))
        isRetriable = false
        requiresAbort = false
        isFatal = false
    }

    /// Takes the error object over and frees it.
    init(consuming error: OpaquePointer) {
        code = rd_kafka_error_code(error)
        text = String(cString: rd_kafka_error_string(error))
        isRetriable = rd_kafka_error_is_retriable(error) != 0
        requiresAbort = rd_kafka_error_txn_requires_abort(error) != 0
        isFatal = rd_kafka_error_is_fatal(error) != 0
        rd_kafka_error_destroy(error)
    }

    /// The error that ended `client` for good, if there is one.
    init?(fatalOf client: OpaquePointer) {
        // Asked at every poll: without a text it is one atomic read.
        guard rd_kafka_fatal_error(client, nil, 0) != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        var text = [CChar](repeating: 0, count: 512)
        code = rd_kafka_fatal_error(client, &text, text.count)
        self.text = String(
            decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        isRetriable = false
        requiresAbort = false
        isFatal = true
    }

    var name: String { String(cString: rd_kafka_err2name(code)) }

    /// `doing` says what was tried, with its topic and partition.
    func streamError(_ doing: String) -> StreamError {
        let consequence = self.consequence
        let advice = consequence.advice.map { ". \($0)" } ?? ""
        return StreamError(consequence, "\(doing): \(text) (\(name))\(advice)")
    }

    /// What the code itself says goes first, then librdkafka's three flags; none of them is fatal.
    var consequence: StreamError.Consequence {
        if let consequence = KafkaError.consequence(of: code) { return consequence }
        if isFatal { return .rebuild }
        if requiresAbort { return .abort }
        if isRetriable { return .retry }
        return KafkaError.unreachable.contains(code.rawValue) ? .unavailable : .fatal
    }
}
