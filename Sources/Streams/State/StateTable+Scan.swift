extension StateTable {
    /// Up to `limit` entries in ascending order of key, from `first` on.
    /// - Returns: the key at which to go on; nil at the end of the table. The table may change
    ///   between two calls: an entry that stays is seen once.
    package func scan(
        from first: StateKey, limit: Int, _ body: (StateKey, UnsafeRawBufferPointer) -> Void
    ) -> StateKey? {
        let found = slots.find(first)
        var index = found >= 0 ? found : ~found
        var seen = 0
        while index < slots.end {
            let slot = slots[index]
            index += 1
            if slot.isEmpty { continue }
            if seen == limit { return slot.key }
            seen += 1
            if !slot.isRemoved { body(slot.key, bytes(of: slot)) }
        }
        return nil
    }
}
