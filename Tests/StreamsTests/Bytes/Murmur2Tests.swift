import Streams
import Testing

struct Murmur2Tests {
    /// From Kafka's own `UtilsTest`.
    static let known: [(String, Int32)] = [
        ("21", -973_932_308), ("foobar", -790_332_482), ("abc", 479_470_107),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
    ]

    @Test(arguments: known) func `the hash is Java's`(text: String, hash: Int32) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { #expect(Int32(bitPattern: Murmur2.hash($0)) == hash) }
    }

    @Test(arguments: known) func `a negative hash is made positive by its low 31 bits`(
        text: String, hash: Int32
    ) {
        let bytes = Array(text.utf8)
        let partition = bytes.withUnsafeBytes { Murmur2.partition(of: $0, partitions: 6) }
        #expect(partition == Int32((Int64(hash) & 0x7fff_ffff) % 6))
    }
}
