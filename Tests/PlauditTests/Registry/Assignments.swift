import Codec
import Promo

/// An assignment as the topic holds it, from its JSON; its key is the code unless another is given.
func assignment(_ code: String, key: String? = nil, _ more: String = "") throws -> Assignment {
    let json =
        "{\"code\":\"\(code)\",\"creator_id\":\"mia\",\"valid_from\":\"2026-01-01T00:00:00Z\""
        + (more.isEmpty ? "}" : ",\(more)}")
    // A field of `more` takes the place of the usual one.
    let names = more.matches(of: /"([a-z_]+)":/).map { String($0.1) }
    var text = json
    for name in ["creator_id", "valid_from"] where names.contains(name) {
        text.replace(try Regex("\"\(name)\":\"[^\"]*\","), with: "", maxReplacements: 1)
    }
    return try Array((key ?? code).utf8).withUnsafeBytes { key in
        try Array(text.utf8).withUnsafeBytes { value in
            try AssignmentDecoder().decode(
                DecodeInput(
                    key: key, value: value, timestamp: EventTime(milliseconds: -1),
                    isRightPartition: true))
        }
    }
}
