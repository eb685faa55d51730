import Streams

/// Cards that are worked through in the order in which they changed lie anywhere in memory: what
/// those further on need is asked for while one is worked on.
enum StateLookahead {
    private static let lead = 4

    @inline(__always)
    static func prefetch(_ keys: [StateKey], after index: Int, in store: StateTable) {
        if index + 2 * lead < keys.count { store.prefetch(keys[index + 2 * lead]) }
        if index + lead < keys.count { store.prefetchValue(of: keys[index + lead]) }
    }
}
