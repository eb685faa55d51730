/// The normal form of a code (contract §3.1): NFKC, then without White_Space and format characters,
/// then in full upper case, then NFKC. Two codes are one when their normal forms are equal bytes.
package final class NormalForm {
    /// The form of what was last read; it may be empty.
    package private(set) var bytes: [UInt8] = []
    private var points = CodePoints()

    package init() {}

    /// Reads valid UTF-8.
    package func read(_ code: UnsafeRawBufferPointer) {
        bytes.removeAll(keepingCapacity: true)
        if !appendASCII(code) {
            bytes.removeAll(keepingCapacity: true)
            points.load(code)
            points.composeCompatibly()
            points.dropSpacesAndFormats()
            points.mapToUpperCase()
            points.composeCompatibly()
            points.appendUTF8(to: &bytes)
        }
    }

    /// XXH3-64 of the form: what codes are found by.
    package var hash: UInt64 { bytes.withUnsafeBytes { Hash.bits64($0) } }

    /// False where a character beyond ASCII turned up.
    private func appendASCII(_ code: UnsafeRawBufferPointer) -> Bool {
        for byte in code {
            switch byte {
            case 0x80...: return false
            case 0x09...0x0d, 0x20: break
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 0x20)
            default: bytes.append(byte)
            }
        }
        return true
    }
}
