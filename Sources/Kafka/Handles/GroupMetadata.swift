import CRdkafka
import Streams

/// The group, generation and member that an assignment was given to: what fences a zombie's
/// transaction. Taken once, in the rebalance callback: asked for later, librdkafka may have reset
/// it to generation -1 and no member, and the broker accepts that pair from anybody.
final class GroupMetadata {
    private let handle: Handle<GroupMetadataResource>
    let generation: Int32
    let member: String

    /// nil when `client` is no member of a group.
    init?(of client: OpaquePointer) {
        guard let pointer = rd_kafka_consumer_group_metadata(client) else { return nil }
        handle = Handle(adopting: pointer)
        (generation, member) = GroupMetadata.parse(pointer)
    }

    var membership: Membership {
        Membership(handle: self, generation: generation, member: member)
    }

    func withPointer<T, E: Error>(_ body: (OpaquePointer) throws(E) -> T) throws(E) -> T {
        try handle.withPointer(body)
    }

    /// 2.0.2 has no getters, but a way to write the object down: a magic, the generation in the
    /// machine's byte order, then group and member as C strings.
    private static func parse(_ pointer: OpaquePointer) -> (Int32, String) {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(pointer, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return (-1, "")
        }
        defer { rd_kafka_mem_free(nil, buffer) }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: size)
        let magic = "CGMDv2:".utf8
        guard size > magic.count + 4, bytes.prefix(magic.count).elementsEqual(magic) else {
            return (-1, "")
        }
        let generation = bytes.loadUnaligned(fromByteOffset: magic.count, as: Int32.self)
        let texts = bytes[(magic.count + 4)...].split(
            separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        return (generation, texts.count > 1 ? String(decoding: texts[1], as: UTF8.self) : "")
    }
}
