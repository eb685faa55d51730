package import Streams

extension Failure {
    /// The exit code that an error of the runtime or the broker ends a command with.
    package init(_ error: StreamError) {
        let code: ExitCode =
            switch error.consequence {
            case .unavailable, .retry: .unavailable
            case .unauthorised: .unauthorised
            case .topicsChanged, .outOfRange: .topicsChanged
            case .fenced: .fenced
            case .abort, .rebuild, .unknownOutcome, .leave, .badRecord, .fatal: .bug
            }
        self.init(code, error.message)
    }
}
