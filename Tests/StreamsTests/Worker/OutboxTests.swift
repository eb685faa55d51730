import Streams
import Testing

struct OutboxTests {
    private func emit(
        _ outbox: Outbox, _ output: Int, key: String?, value: String?, partition: Int32 = -1,
        headers: [RecordHeader] = []
    ) {
        let (key, value) = (key.map { Array($0.utf8) }, value.map { Array($0.utf8) })
        (key ?? []).withUnsafeBytes { keyBytes in
            (value ?? []).withUnsafeBytes { valueBytes in
                outbox.emit(
                    output: output, partition: partition, key: key == nil ? nil : keyBytes,
                    value: value == nil ? nil : valueBytes, headers: headers)
            }
        }
    }

    @Test func `records keep their order, nulls and headers`() {
        let outbox = Outbox(partitionCounts: [6, 6])
        emit(outbox, 1, key: "foobar", value: nil, headers: [RecordHeader(name: "h", value: [1])])
        emit(outbox, 0, key: nil, value: "", partition: 3)
        emit(outbox, 0, key: nil, value: "x")
        var seen: [String] = []
        outbox.forEach { output, partition, key, value, headers in
            seen.append(
                "\(output)/\(partition) \(key?.count ?? -1) \(value?.count ?? -1) \(headers.count)")
        }
        // murmur2("foobar") is -790332482: 1357151166 without its sign bit.
        #expect(seen == ["1/\(1_357_151_166 % 6) 6 -1 1", "0/3 -1 0 0", "0/0 -1 1 0"])
        outbox.removeAll()
        #expect(outbox.count == 0)
        #expect(outbox.byteCount == 0)
    }

    @Test func `without partition counts byKey stays as it is`() {
        let outbox = Outbox()
        emit(outbox, 0, key: "k", value: "v")
        outbox.forEach { _, partition, _, _, _ in #expect(partition == Outbox.byKey) }
    }
}
