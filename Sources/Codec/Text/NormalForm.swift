/// The normal form of a code (contract §3.1): NFKC, then without White_Space and format characters,
/// then in full upper case, then NFKC. Two codes are one when their normal forms are equal bytes.
package final class NormalForm {
    private var buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    private var capacity = 256
    private var count = 0
    private var points = CodePoints()

    package init() {}

    deinit { buffer.deallocate() }

    /// The form of the code that was read last; it may be empty. Valid until the next `read`.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer, count: count)
    }

    /// XXH3-64 of the form: what codes are found by.
    package var hash: UInt64 { Hash.bits64(bytes) }

    /// Whether a code of ASCII without control characters is its own normal form, and not empty.
    static func isNormal(ascii code: UnsafeRawBufferPointer) -> Bool {
        for byte in code where byte == 0x20 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte {
            return false
        }
        return !code.isEmpty
    }

    /// Reads valid UTF-8.
    package func read(_ code: UnsafeRawBufferPointer) {
        reserve(code.count)
        if readASCII(code) { return }
        points.load(code)
        points.composeCompatibly()
        points.dropSpacesAndFormats()
        points.mapToUpperCase()
        points.composeCompatibly()
        let form = points.utf8
        reserve(form.count)
        count = form.count
        for (index, byte) in form.enumerated() { buffer[index] = byte }
    }

    /// False where a character beyond ASCII turned up.
    private func readASCII(_ code: UnsafeRawBufferPointer) -> Bool {
        var end = 0
        for byte in code {
            switch byte {
            case 0x80...: return false
            case 0x09...0x0d, 0x20: break
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                buffer[end] = byte - 0x20
                end += 1
            default:
                buffer[end] = byte
                end += 1
            }
        }
        count = end
        return true
    }

    private func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        buffer.deallocate()
        capacity = needed * 2
        buffer = .allocate(capacity: capacity)
    }
}
