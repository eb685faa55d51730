import CRdkafka

/// What the C library does with the memory of buffers that librdkafka has freed.
package enum FreedMemory {
    /// Keeps it for the next buffers, for the whole process from now on: to be called before the
    /// first client. As it comes, glibc gives a buffer of a few hundred kilobytes back to the
    /// system as soon as it is freed, and librdkafka asks for the next one at once: a fault and a
    /// cleared page for every 4 KB that passes through.
    package static func keep() {
        // Named together: setting either one ends glibc's own adjusting of both.
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
        mallopt(M_TRIM_THRESHOLD, 16 << 20)
    }
}
