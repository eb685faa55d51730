extension Array {
    /// Empties it and keeps its memory. Most of what is emptied here, for each order, is empty
    /// already: then nothing is touched.
    @inline(__always)
    mutating func clear() {
        if !isEmpty { removeAll(keepingCapacity: true) }
    }
}
