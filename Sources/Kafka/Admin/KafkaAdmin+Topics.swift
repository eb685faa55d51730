import CRdkafka
package import Streams

extension KafkaAdmin {
    /// Creates topics; one that is there already is left as it is. Outcomes in the order given.
    package func create(
        _ topics: [TopicSpecification]
    ) throws(StreamError) -> [(topic: String, outcome: AdminOutcome)] {
        guard !topics.isEmpty else { return [] }
        var requests: [OpaquePointer?] = []
        defer { rd_kafka_NewTopic_destroy_array(&requests, requests.count) }
        for topic in topics {
            var text = [CChar](repeating: 0, count: 512)
            guard
                let request = rd_kafka_NewTopic_new(
                    topic.name, topic.partitions, topic.replicationFactor, &text, text.count)
            else {
                throw client.error(
                    RD_KAFKA_RESP_ERR__INVALID_ARG, "topic \(topic.name) cannot be created")
            }
            for (name, value) in topic.settings {
                rd_kafka_NewTopic_set_config(request, name, value)
            }
            requests.append(request)
        }
        return try perform(
            RD_KAFKA_ADMIN_OP_CREATETOPICS, "creating topics",
            send: { options, queue in
                rd_kafka_CreateTopics(client.pointer, &requests, requests.count, options, queue)
            },
            read: { event in
                var count = 0
                let results = rd_kafka_CreateTopics_result_topics(
                    rd_kafka_event_CreateTopics_result(event), &count)
                return outcomes(results, count, "creating", RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            })
    }

    /// Deletes topics with all that is in them. The brokers do it a little later.
    package func delete(
        topics: [String]
    ) throws(StreamError) -> [(topic: String, outcome: AdminOutcome)] {
        guard !topics.isEmpty else { return [] }
        var requests: [OpaquePointer?] = topics.map { rd_kafka_DeleteTopic_new($0) }
        defer { rd_kafka_DeleteTopic_destroy_array(&requests, requests.count) }
        return try perform(
            RD_KAFKA_ADMIN_OP_DELETETOPICS, "deleting topics",
            send: { options, queue in
                rd_kafka_DeleteTopics(client.pointer, &requests, requests.count, options, queue)
            },
            read: { event in
                var count = 0
                let results = rd_kafka_DeleteTopics_result_topics(
                    rd_kafka_event_DeleteTopics_result(event), &count)
                return outcomes(results, count, "deleting", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
            })
    }

    private func outcomes(
        _ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int, _ doing: String,
        _ nothingToDo: rd_kafka_resp_err_t
    ) -> [(topic: String, outcome: AdminOutcome)] {
        UnsafeBufferPointer(start: results, count: results == nil ? 0 : count).map { result in
            let name = String(cString: rd_kafka_topic_result_name(result))
            return (
                name,
                outcome(
                    rd_kafka_topic_result_error(result),
                    rd_kafka_topic_result_error_string(result), "\(doing) topic \(name)",
                    nothingToDo: nothingToDo)
            )
        }
    }

    /// Every setting of each topic, defaults included. A topic that does not exist is left out.
    package func settings(
        of topics: [String]
    ) throws(StreamError) -> [String: [String: String]] {
        guard !topics.isEmpty else { return [:] }
        var requests: [OpaquePointer?] = topics.map {
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0)
        }
        defer { rd_kafka_ConfigResource_destroy_array(&requests, requests.count) }
        return try perform(
            RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "reading the settings of topics",
            send: { options, queue in
                rd_kafka_DescribeConfigs(client.pointer, &requests, requests.count, options, queue)
            },
            read: { event throws(StreamError) in
                var count = 0
                let results = rd_kafka_DescribeConfigs_result_resources(
                    rd_kafka_event_DescribeConfigs_result(event), &count)
                var settings: [String: [String: String]] = [:]
                for index in 0..<(results == nil ? 0 : count) {
                    guard let resource = results?[index] else { continue }
                    let name = String(cString: rd_kafka_ConfigResource_name(resource))
                    switch rd_kafka_ConfigResource_error(resource) {
                    case RD_KAFKA_RESP_ERR_NO_ERROR:
                        settings[name] = KafkaAdmin.entries(of: resource)
                    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
                        continue
                    case let code:
                        throw client.error(code, "reading the settings of topic \(name)")
                    }
                }
                return settings
            })
    }

    private static func entries(of resource: OpaquePointer) -> [String: String] {
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var settings: [String: String] = [:]
        for index in 0..<(entries == nil ? 0 : count) {
            guard let entry = entries?[index], let name = rd_kafka_ConfigEntry_name(entry),
                let value = rd_kafka_ConfigEntry_value(entry)
            else { continue }
            settings[String(cString: name)] = String(cString: value)
        }
        return settings
    }

    /// Deletes the records of a partition before `offset`; the log then starts there.
    package func deleteRecords(
        topic: String, partition: Int32, before offset: Int64
    ) throws(StreamError) {
        let doing = "deleting records of \(topic)/\(partition) before \(offset)"
        guard offset >= 0 else { throw client.error(RD_KAFKA_RESP_ERR__INVALID_ARG, doing) }
        let list = TopicPartitionList(capacity: 1)
        list.add(topic, partition, offset: offset)
        var request = list.withPointer { rd_kafka_DeleteRecords_new($0) }
        defer { rd_kafka_DeleteRecords_destroy(request) }
        try perform(
            RD_KAFKA_ADMIN_OP_DELETERECORDS, doing,
            send: { options, queue in
                rd_kafka_DeleteRecords(client.pointer, &request, 1, options, queue)
            },
            read: { event throws(StreamError) in
                guard
                    let list = rd_kafka_DeleteRecords_result_offsets(
                        rd_kafka_event_DeleteRecords_result(event))
                else { return }
                for element in TopicPartitionElement.elements(of: list)
                where element.error != RD_KAFKA_RESP_ERR_NO_ERROR {
                    throw client.error(element.error, doing)
                }
            })
    }
}
