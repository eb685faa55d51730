// Growing raw memory that is filled from the front and emptied at once: what a transaction gathers
// lies here, so nothing is allocated for a record. Positions are offsets; pointers go stale.
import Glibc

/// Append-only bytes with a capacity that is kept when it is emptied.
package struct ByteArena: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    package private(set) var count = 0

    package init() {}

    deinit { free(base) }

    /// Forgets the bytes and keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// Room for `size` more bytes, which count as written; their offset.
    package mutating func extend(by size: Int) -> Int {
        if count + size > capacity { grow(to: count + size) }
        let offset = count
        count += size
        return offset
    }

    /// Copies `bytes` to the end; the offset of the first.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let offset = extend(by: bytes.count)
        if let source = bytes.baseAddress, bytes.count > 0 {
            memcpy(base! + offset, source, bytes.count)
        }
        return offset
    }

    package mutating func append<Value: BitwiseCopyable>(value: Value) {
        let offset = extend(by: MemoryLayout<Value>.size)
        base!.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    /// Lends room for `most` bytes at the end; `body` says how many it has written.
    @inline(__always)
    package mutating func write(atMost most: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        if count + most > capacity { grow(to: count + most) }
        guard let base else { return }
        let written = body(base + count)
        precondition(0...most ~= written, "more was written than there is room for")
        count += written
    }

    /// Cuts the end off, back to `count` bytes.
    package mutating func truncate(to count: Int) { self.count = min(count, self.count) }

    /// The bytes at an offset that was given out; valid until the next change.
    package func bytes(at offset: Int, count size: Int) -> UnsafeRawBufferPointer {
        precondition(offset >= 0 && size >= 0 && offset + size <= count, "outside the arena")
        guard let base else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: base + offset, count: size)
    }

    package func mutableBytes(at offset: Int, count size: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(mutating: bytes(at: offset, count: size))
    }

    private mutating func grow(to needed: Int) {
        capacity = max(needed, capacity + capacity / 2, 4096)
        guard let grown = realloc(base, capacity) else { preconditionFailure("out of memory") }
        base = grown
    }
}
