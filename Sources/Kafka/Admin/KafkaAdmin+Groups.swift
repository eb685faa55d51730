import CRdkafka
import Glibc
package import Streams

extension KafkaAdmin {
    /// The committed positions of a group, by topic and partition; never read past an open
    /// transaction: throws `.retry` while one is open. What was never committed is left out, and so
    /// is, unless `partitions` names it, a partition whose first commit is in an open transaction.
    package func committed(
        group: String, partitions: [(topic: String, partition: Int32)]? = nil
    ) throws(StreamError) -> [InputPosition] {
        let wanted = TopicPartitionList(capacity: partitions?.count ?? 0)
        for (topic, partition) in partitions ?? [] { wanted.add(topic, partition) }
        var request = wanted.withPointer { list in
            rd_kafka_ListConsumerGroupOffsets_new(group, partitions == nil ? nil : list)
        }
        defer { rd_kafka_ListConsumerGroupOffsets_destroy(request) }
        let doing = "reading the committed positions of group \(group)"
        return try perform(
            RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, doing,
            options: { options in
                if let error = rd_kafka_AdminOptions_set_require_stable_offsets(options, 1) {
                    rd_kafka_error_destroy(error)
                }
            },
            send: { options, queue in
                rd_kafka_ListConsumerGroupOffsets(client.pointer, &request, 1, options, queue)
            },
            read: { event throws(StreamError) in
                var count = 0
                let results = rd_kafka_ListConsumerGroupOffsets_result_groups(
                    rd_kafka_event_ListConsumerGroupOffsets_result(event), &count)
                guard count > 0, let result = results?[0] else { return [] }
                try check(result, doing)
                guard let list = rd_kafka_group_result_partitions(result) else { return [] }
                let elements = TopicPartitionElement.elements(of: list)
                if elements.contains(where: {
                    $0.error == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT
                }) {
                    throw StreamError(.retry, "\(doing): a transaction on them is open")
                }
                return elements.map(\.position).filter { $0.offset >= 0 }.sorted {
                    ($0.topic, $0.partition) < ($1.topic, $1.partition)
                }
            })
    }

    /// Forgets a group and its committed positions. It must have no members.
    package func delete(group: String) throws(StreamError) -> AdminOutcome {
        var request = rd_kafka_DeleteGroup_new(group)
        defer { rd_kafka_DeleteGroup_destroy(request) }
        return try perform(
            RD_KAFKA_ADMIN_OP_DELETEGROUPS, "deleting group \(group)",
            send: { options, queue in
                rd_kafka_DeleteGroups(client.pointer, &request, 1, options, queue)
            },
            read: { event in
                var count = 0
                let results = rd_kafka_DeleteGroups_result_groups(
                    rd_kafka_event_DeleteGroups_result(event), &count)
                guard count > 0, let error = rd_kafka_group_result_error(results?[0]) else {
                    return .done
                }
                return outcome(
                    rd_kafka_error_code(error), rd_kafka_error_string(error),
                    "deleting group \(group)", nothingToDo: RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND)
            })
    }

    /// Forgets a group's committed positions of `partitions`; the group may live on, but may not
    /// read them.
    package func deletePositions(
        group: String, partitions: [(topic: String, partition: Int32)]
    ) throws(StreamError) {
        let list = TopicPartitionList(capacity: partitions.count)
        for (topic, partition) in partitions { list.add(topic, partition) }
        var request = list.withPointer { rd_kafka_DeleteConsumerGroupOffsets_new(group, $0) }
        defer { rd_kafka_DeleteConsumerGroupOffsets_destroy(request) }
        let doing = "deleting committed positions of group \(group)"
        try perform(
            RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, doing,
            send: { options, queue in
                rd_kafka_DeleteConsumerGroupOffsets(client.pointer, &request, 1, options, queue)
            },
            read: { event throws(StreamError) in
                var count = 0
                let results = rd_kafka_DeleteConsumerGroupOffsets_result_groups(
                    rd_kafka_event_DeleteConsumerGroupOffsets_result(event), &count)
                guard count > 0, let result = results?[0] else { return }
                try check(result, doing)
            })
    }

    /// The state of a group and its members.
    package func describe(group: String) throws(StreamError) -> GroupDescription {
        let name = strdup(group)
        defer { free(name) }
        var names: [UnsafePointer<CChar>?] = [UnsafePointer(name)]
        let doing = "describing group \(group)"
        return try perform(
            RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, doing,
            send: { options, queue in
                rd_kafka_DescribeConsumerGroups(client.pointer, &names, 1, options, queue)
            },
            read: { event throws(StreamError) in
                var count = 0
                let results = rd_kafka_DescribeConsumerGroups_result_groups(
                    rd_kafka_event_DescribeConsumerGroups_result(event), &count)
                guard count > 0, let result = results?[0] else {
                    return GroupDescription(name: group, state: "Dead", members: [])
                }
                if let error = rd_kafka_ConsumerGroupDescription_error(result) {
                    throw client.error(rd_kafka_error_code(error), doing)
                }
                return KafkaAdmin.description(of: result, group)
            })
    }

    private static func description(
        of group: OpaquePointer, _ name: String
    ) -> GroupDescription {
        let members = (0..<rd_kafka_ConsumerGroupDescription_member_count(group)).map { index in
            let member = rd_kafka_ConsumerGroupDescription_member(group, index)
            let id =
                rd_kafka_MemberDescription_group_instance_id(member)
                ?? rd_kafka_MemberDescription_consumer_id(member)
            return id.map { String(cString: $0) } ?? ""
        }
        let state = rd_kafka_consumer_group_state_name(
            rd_kafka_ConsumerGroupDescription_state(group))
        return GroupDescription(
            name: name, state: state.map { String(cString: $0) } ?? "Unknown",
            members: members.sorted())
    }

    private func check(_ result: OpaquePointer, _ doing: String) throws(StreamError) {
        guard let error = rd_kafka_group_result_error(result) else { return }
        let text = rd_kafka_error_string(error).map { String(cString: $0) }
        throw client.error(KafkaError(rd_kafka_error_code(error), text), doing)
    }
}
