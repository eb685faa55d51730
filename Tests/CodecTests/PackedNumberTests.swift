import Codec
import Testing

/// Packed numbers lie in kept states: their bytes never change.
@Suite struct PackedNumberTests {
    /// Each number of bits at its ends, and one between.
    static let numbers: [UInt64] =
        [0]
        + (0..<64).flatMap { bit -> [UInt64] in
            let low: UInt64 = 1 << UInt64(bit)
            return [low, low | low >> 1 | 0x15 & (low - 1), low + (low - 1)]
        }

    @Test(arguments: numbers)
    func `a number takes seven bits a byte, the lowest first`(number: UInt64) {
        let writer = StateWriter()
        writer.unsigned(number)
        writer.byte(0x55)
        #expect(Array(writer.bytes) == bytes(of: number) + [0x55])
        var reader = StateReader(writer.bytes)
        #expect(reader.unsigned() == number)
    }

    @Test(arguments: numbers)
    func `a signed number is read as it was written`(number: UInt64) {
        let writer = StateWriter()
        writer.signed(Int64(bitPattern: number))
        writer.signed(-Int64(truncatingIfNeeded: number >> 1))
        var reader = StateReader(writer.bytes)
        #expect(reader.signed() == Int64(bitPattern: number))
        #expect(reader.signed() == -Int64(truncatingIfNeeded: number >> 1))
        #expect(!reader.isBroken)
    }

    private func bytes(of number: UInt64) -> [UInt8] {
        var (bytes, rest): ([UInt8], UInt64) = ([], number)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
