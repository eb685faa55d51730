/// The plain form of a name in a survey (contract §4): NFKC, case-folded, letters and digits only.
/// Digits are all numbers (general category N*): `〇` and `❷` tell names apart as `0` and `2` do.
package final class PlainForm {
    /// The form of what was last read; it may be empty.
    package private(set) var bytes: [UInt8] = []
    private var points = CodePoints()

    package init() {}

    /// Reads valid UTF-8.
    package func read(_ name: UnsafeRawBufferPointer) {
        bytes.removeAll(keepingCapacity: true)
        if !appendASCII(name) {
            bytes.removeAll(keepingCapacity: true)
            points.load(name)
            points.composeCompatibly()
            points.foldCase()
            points.keepLettersAndNumbers()
            bytes.append(contentsOf: points.utf8)
        }
    }

    /// False where a character beyond ASCII turned up.
    private func appendASCII(_ name: UnsafeRawBufferPointer) -> Bool {
        for byte in name {
            switch byte {
            case 0x80...: return false
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            default: break
            }
        }
        return true
    }
}
