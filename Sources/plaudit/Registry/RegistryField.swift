import Foundation

/// The fields of an assignment, as a column or a key names them (contract §1, code-registry).
package struct RegistryField: Sendable {
    package enum Kind: Sendable { case text, integer, list }

    package let name: String
    package let kind: Kind

    /// `offer.kind` is `offer_kind` as a column, and `kind` within `offer` in YAML.
    var path: [String] { name.split(separator: ".").map(String.init) }
    var column: String { String(name.map { $0 == "." ? "_" : $0 }) }

    /// The record's key; absent, the code is.
    package static let id = "id"

    package static let all: [RegistryField] = [
        field(id), field("code"), field("creator_id"), field("valid_from"), field("valid_until"),
        field("status"), field("status_at"), field("creator_name"), field("handles", .list),
        field("campaign_id"), field("channel"), field("content_theme"),
        field("redeemable", .list), field("offer.kind"), field("offer.value"),
        field("usage.kind"), field("usage.limit", .integer),
        field("usage.per_customer", .integer), field("priority", .integer), field("owner"),
        field("approved_by"), field("recorded_at"),
    ]

    private static func field(_ name: String, _ kind: Kind = .text) -> RegistryField {
        RegistryField(name: name, kind: kind)
    }

    /// Puts what a cell or a scalar says into `object`; lists stand between ; or |.
    func put(_ text: String, into object: inout [String: Any]) {
        let value: Any =
            switch kind {
            case .text: text
            // What is no whole number stays text, and is refused with its field's name.
            case .integer: Int64(text).map { $0 as Any } ?? text
            case .list:
                text.split { $0 == ";" || $0 == "|" }.map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
            }
        put(value: value, into: &object)
    }

    func put(value: Any, into object: inout [String: Any]) {
        guard path.count == 2 else {
            object[name] = value
            return
        }
        var part = object[path[0]] as? [String: Any] ?? [:]
        part[path[1]] = value
        object[path[0]] = part
    }
}
