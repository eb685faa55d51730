// A class checks at run time that nobody else uses a stored property while it changes: some
// nanoseconds for each access, dozens of times for each record. What lies here is reached without;
// it belongs to one thread, and its own methods are checked by the compiler.

/// A value at an address of its own.
struct Pinned<Value: ~Copyable>: ~Copyable {
    let pointer: UnsafeMutablePointer<Value>

    init(_ value: consuming Value) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: value)
    }

    deinit {
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }
}
