/// A property of the `kafka:` settings that cannot be used.
package struct PropertyError: Error, CustomStringConvertible, Equatable {
    package let property: String
    /// What is wrong with it; never repeats the value of a secret.
    package let problem: String
    /// The known property that is spelled most like it.
    package let nearest: String?

    package var description: String {
        "kafka.\(property): \(problem)" + (nearest.map { ", did you mean `\($0)`?" } ?? "")
    }
}
