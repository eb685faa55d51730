import Glibc
import Synchronization

/// SIGTERM and Ctrl-C: the first asks for an orderly end, the second ends at once. There is one for
/// the process, as there is one set of signals.
package enum Interruption {
    private static let asked = Atomic(0)

    /// From here on the signals are ours.
    package static func install() {
        // Touched once, so that the handler never has to initialise it.
        _ = asked.load(ordering: .relaxed)
        for number in [SIGTERM, SIGINT] {
            signal(number) { number in
                let before = Interruption.asked.add(1, ordering: .relaxed).oldValue
                if before > 0 { _exit(128 + number) }
            }
        }
    }

    /// True once an end was asked for.
    package static var isAsked: Bool { asked.load(ordering: .relaxed) > 0 }
}
