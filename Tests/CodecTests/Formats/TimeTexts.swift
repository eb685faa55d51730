import Codec
import Promo

/// Times as the records write them.
enum TimeTexts {
    static func time(_ text: String) -> EventTime {
        Array(text.utf8).withUnsafeBytes { TimeText.eventTime($0) } ?? EventTime(milliseconds: -1)
    }
}
