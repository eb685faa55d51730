// A window of time, by its name and its bounds.

package struct PlainWindow: Hashable, Sendable {
    package var kind: WindowKind
    /// `all`, `month:2026-11`, `week:2026-W48`, `day:2026-11-24`, `hour:2026-11-24T14`.
    package var name: String
    /// ms, half open; nil for `all`.
    package var startsAt: Int64?
    package var endsAt: Int64?

    package static let all = PlainWindow(kind: .all, name: "all")
}
