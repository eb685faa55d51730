// The one instruction that Swift has no word for.

/// Asks for the cache line at `address` without waiting for it. Any address is safe.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address); }
