/// How librdkafka frees one kind of object.
protocol Resource {
    static func destroy(_ pointer: OpaquePointer)
}

/// Sole owner of one librdkafka object: moving it moves ownership, dropping it frees the object.
struct Handle<Kind: Resource>: ~Copyable {
    private let pointer: OpaquePointer

    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { Kind.destroy(pointer) }

    /// Lends the pointer; it must not outlive the call.
    borrowing func withPointer<T, E: Error>(
        _ body: (OpaquePointer) throws(E) -> T
    ) throws(E) -> T {
        try body(pointer)
    }

    /// C takes the object over.
    consuming func relinquish() -> OpaquePointer {
        let pointer = self.pointer
        discard self
        return pointer
    }
}
