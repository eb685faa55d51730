import Foundation

/// What the floor of one stage has to do: how many records to read, and what to publish in how many
/// transactions. It goes to the floor's process as a file.
struct FloorPlan {
    struct Output {
        var topic: String
        /// Key and value sizes by partition.
        var sizes: [[PublishedTopic.Size]]
        var sample: [UInt8]
    }

    var inputs: [String]
    var partitions: Int32
    /// Records of all inputs together.
    var records: Int
    var transactions: Int
    var outputs: [Output]

    func write(to path: String) throws {
        var file = Data()
        func put(_ number: Int) {
            withUnsafeBytes(of: Int64(number)) { file.append(contentsOf: $0) }
        }
        func put(_ bytes: [UInt8]) {
            put(bytes.count)
            file.append(contentsOf: bytes)
        }
        put(inputs.count)
        for input in inputs { put(Array(input.utf8)) }
        put(Int(partitions))
        put(records)
        put(transactions)
        put(outputs.count)
        for output in outputs {
            put(Array(output.topic.utf8))
            put(output.sample)
            for sizes in output.sizes {
                put(sizes.count)
                sizes.withUnsafeBytes { file.append(contentsOf: $0) }
            }
        }
        try file.write(to: URL(filePath: path))
    }

    init(
        inputs: [String], partitions: Int32, records: Int, transactions: Int, outputs: [Output]
    ) {
        self.inputs = inputs
        self.partitions = partitions
        self.records = records
        self.transactions = transactions
        self.outputs = outputs
    }

    init(path: String) throws {
        let file = try Data(contentsOf: URL(filePath: path))
        var next = 0
        func take(_ count: Int) -> Data {
            defer { next += count }
            return file[next..<next + count]
        }
        func number() -> Int {
            take(8).withUnsafeBytes { Int($0.loadUnaligned(as: Int64.self)) }
        }
        func bytes() -> [UInt8] { Array(take(number())) }
        inputs = (0..<number()).map { _ in String(decoding: bytes(), as: UTF8.self) }
        partitions = Int32(number())
        records = number()
        transactions = number()
        let count = partitions
        outputs = (0..<number()).map { _ in
            let topic = String(decoding: bytes(), as: UTF8.self)
            let sample = bytes()
            let sizes = (0..<count).map { _ in
                let records = number()
                return take(records * MemoryLayout<PublishedTopic.Size>.stride)
                    .withUnsafeBytes { Array($0.bindMemory(to: PublishedTopic.Size.self)) }
            }
            return Output(topic: topic, sizes: sizes, sample: sample)
        }
    }
}
