import Promo

extension Text {
    /// Copies bytes into an arena.
    @inline(__always)
    static func kept(_ bytes: UnsafeRawBufferPointer?, in arena: inout [UInt8]) -> Text {
        guard let bytes else { return .absent }
        let start = Int32(arena.count)
        arena.append(contentsOf: bytes)
        return Text(start: start, count: Int32(bytes.count))
    }
}
