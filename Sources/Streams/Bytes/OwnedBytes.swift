import Glibc

/// Bytes that change hands instead of being copied. Memory of `malloc`: whoever takes it over ends
/// it with `free`.
package final class OwnedBytes {
    private var memory: UnsafeMutableRawPointer?
    /// Bytes written, from the front.
    package internal(set) var count = 0

    init(capacity: Int) {
        memory = malloc(capacity)
        guard memory != nil else { preconditionFailure("out of memory") }
    }

    deinit { free(memory) }

    /// Where the bytes begin. They are asked for no more once they were given away.
    package var start: UnsafeMutableRawPointer {
        guard let memory else { preconditionFailure("these bytes were given away") }
        return memory
    }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Copies `bytes` to the end, where there is room for them.
    func append(_ bytes: UnsafeRawBufferPointer) {
        (start + count).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
        count += bytes.count
    }

    /// The memory is somebody else's from now on.
    package func giveAway() { memory = nil }
}
