/// Errors by consequence, not by cause: the runtime switches over these and nothing else.
package struct StreamError: Error, CustomStringConvertible {
    package enum Consequence: Sendable {
        /// The same call again.
        case retry
        /// Abort the transaction, undo, apply the same batch again.
        case abort
        /// The producer is fenced or broken: new producer, same id; read the outcome back.
        case rebuild
        /// The outcome of a commit is unknown: rebuild, then read the transaction number back.
        case unknownOutcome
        /// The assignment is gone: abort, forget, join again.
        case leave
        /// Another instance with our id is alive: exit code 75.
        case fenced
        /// Not authorised: exit code 77.
        case unauthorised
        /// The topics changed under us (partitions, deletion, truncation): exit code 78.
        case topicsChanged
        /// A position that the log no longer holds.
        case outOfRange
        /// The broker cannot be reached.
        case unavailable
        /// One record cannot be produced (too large …).
        case badRecord
        /// Neither of these: stop, exit code 70.
        case fatal
    }

    package let consequence: Consequence
    /// What failed, where, and what to do next.
    package let message: String

    package init(_ consequence: Consequence, _ message: String) {
        self.consequence = consequence
        self.message = message
    }

    package var description: String { message }

    /// True where the same may succeed later, without anybody's doing.
    var isPassing: Bool {
        switch consequence {
        case .retry, .abort, .rebuild, .unknownOutcome, .unavailable, .badRecord: true
        case .leave, .fenced, .unauthorised, .topicsChanged, .outOfRange, .fatal: false
        }
    }
}
