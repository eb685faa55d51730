// The library, and all of it once more as functions of this header (`XXH_INLINE_…`): a short text
// is hashed where it is, without a call.
#include <xxhash.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
