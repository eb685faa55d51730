/// One thing that `plaudit check` looked at.
struct Finding: CustomStringConvertible {
    var what: String
    /// How to mend it; nil when it is as it should be.
    var mend: String?

    static func good(_ what: String) -> Finding { Finding(what: what) }

    static func bad(_ what: String, mend: String) -> Finding { Finding(what: what, mend: mend) }

    var description: String { mend.map { "!!  \(what)\n      \($0)" } ?? "ok  \(what)" }
}
