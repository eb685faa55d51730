import Promo

extension Text {
    /// The text's bytes in its arena; none for an absent one.
    @inline(__always)
    func bytes(in arena: UnsafeBufferPointer<UInt8>) -> UnsafeRawBufferPointer {
        guard let base = arena.baseAddress, count > 0 else {
            return UnsafeRawBufferPointer(start: arena.baseAddress, count: 0)
        }
        precondition(start >= 0 && Int(start) + Int(count) <= arena.count)
        return UnsafeRawBufferPointer(start: base + Int(start), count: Int(count))
    }
}
