/// The number of a task's transaction as it stands beside a committed offset.
enum TransactionNumber {
    private static let prefix = "plaudit="

    static func metadata(_ number: Int64) -> String { prefix + String(number) }

    /// nil where something else wrote the offset.
    static func parse(_ metadata: String) -> Int64? {
        metadata.hasPrefix(prefix) ? Int64(metadata.dropFirst(prefix.utf8.count)) : nil
    }
}
