// The two forms in which text is compared: codes in their normal form, names in their plain form.
import Foundation

package enum PlainForms {
    /// NFKC, without White_Space and format characters, full upper case, NFKC.
    package static func normal(_ code: Bytes) -> Bytes {
        if code.bytes.allSatisfy({ $0 < 0x80 }) { return Bytes(asciiNormal(code.bytes)) }
        var kept = String.UnicodeScalarView()
        for scalar in nfkc(code.description).unicodeScalars
        where !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format {
            kept.append(scalar)
        }
        return Bytes(nfkc(String(kept).uppercased()))
    }

    /// NFKC, case-folded, letters and digits only.
    package static func plain(_ name: Bytes) -> Bytes {
        var kept = String.UnicodeScalarView()
        for scalar in nfkc(name.description).unicodeScalars {
            for folded in fold(scalar).unicodeScalars where isLetterOrDigit(folded) {
                kept.append(folded)
            }
        }
        return Bytes(String(kept))
    }

    private static func asciiNormal(_ bytes: [UInt8]) -> [UInt8] {
        bytes.compactMap { byte in
            if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return nil }
            return byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
        }
    }

    private static func nfkc(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping
    }

    /// Full case folding by way of the case mappings: down, up and down again brings ß, ẞ and SS
    /// to one form. The dotless i alone folds to itself though its capital is I.
    private static func fold(_ scalar: Unicode.Scalar) -> String {
        scalar == "\u{131}" ? "\u{131}" : String(scalar).lowercased().uppercased().lowercased()
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            true
        default: false
        }
    }
}
