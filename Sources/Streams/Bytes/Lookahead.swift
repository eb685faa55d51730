internal import CPrefetch

/// Memory that is read soon.
package enum Lookahead {
    /// Asks for the cache line at `address`, and for the next one, without waiting for them.
    package static func ask(for address: UnsafeRawPointer) {
        prefetch_line(address)
        prefetch_line(address + 64)
    }
}
