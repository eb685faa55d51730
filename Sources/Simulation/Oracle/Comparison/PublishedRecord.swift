// What the comparison is given: output records as they lie in the topics.

package struct PublishedRecord: Sendable {
    package var partition: Int32
    package var offset: Int64
    package var key: [UInt8]?
    package var value: [UInt8]?
    /// Only those of dead letters are read.
    package var headers: [(name: String, value: [UInt8])]

    package init(
        partition: Int32, offset: Int64, key: [UInt8]?, value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = []
    ) {
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.headers = headers
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}

/// The topics by their full names, as sources and differences name them.
package struct ComparedTopics: Sendable {
    package var inputs: [InputRole: String]
    package var attributions: String
    package var scorecards: String
    package var leaderboards: String
    package var deadLetters: String

    package init(prefix: String = "") {
        inputs = [
            .orders: prefix + "orders", .refunds: prefix + "refunds",
            .responses: prefix + "survey-responses", .registry: prefix + "code-registry",
        ]
        attributions = prefix + "attributions"
        scorecards = prefix + "scorecards"
        leaderboards = prefix + "leaderboards"
        deadLetters = prefix + "dead-letters"
    }

    func name(_ place: RecordPlace) -> String {
        "\(inputs[place.role] ?? "")/\(place.partition)/\(place.offset)"
    }
}
