/// The first bytes of a creator's id, as numbers: who comes before whom is mostly said by them.
struct CreatorHead: Comparable {
    private static let size = 16

    private let high: UInt64
    private let low: UInt64

    /// A shorter id is filled up with zeros: ids with equal heads need not be the same.
    init(_ id: UnsafeRawBufferPointer) {
        var head: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &head) {
            $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: id.prefix(CreatorHead.size)))
        }
        (high, low) = (head.0.bigEndian, head.1.bigEndian)
    }

    static func < (a: CreatorHead, b: CreatorHead) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}
