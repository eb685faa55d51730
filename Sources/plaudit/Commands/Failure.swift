// How a command ends: contract §5.

package enum ExitCode: Int32, Sendable {
    case done = 0
    /// `verify` found differences, `check` found something to mend.
    case different = 1
    case usage = 64
    case unavailable = 69
    case bug = 70
    case fenced = 75
    case unauthorised = 77
    case topicsChanged = 78
}

/// Why a command ends early: what failed, and what to do about it.
package struct Failure: Error, CustomStringConvertible {
    package var code: ExitCode
    package var message: String

    package init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
