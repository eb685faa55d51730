internal import CPrefetch

/// Asks for memory that is read soon, without waiting for it. Any address is safe.
package enum Prefetch {
    package static func line(_ address: UnsafeRawPointer) { prefetch_line(address) }

    package static func lines(_ start: UnsafeRawPointer, count: Int) {
        for line in stride(from: 0, to: count, by: 64) { prefetch_line(start + line) }
    }
}
