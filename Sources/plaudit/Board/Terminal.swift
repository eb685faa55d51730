import Foundation

/// Standard output: a screen that is drawn over itself where a person looks on, plain text
/// elsewhere.
package final class Terminal {
    package let isInteractive = isatty(STDOUT_FILENO) == 1
    private var isDrawn = false

    package init() {}

    package func line(_ text: String) { write(text + "\n") }

    /// Draws `lines` over what was drawn before.
    package func draw(_ lines: [String]) {
        guard isInteractive else {
            write(lines.joined(separator: "\n") + "\n")
            return
        }
        // The screen is cleared once; then each line is written over, its rest erased, and what
        // stood below erased at the end: no flicker.
        var text = isDrawn ? "\u{1B}[H" : "\u{1B}[?25l\u{1B}[2J\u{1B}[H"
        isDrawn = true
        for line in lines { text += line + "\u{1B}[K\n" }
        write(text + "\u{1B}[J")
    }

    /// Gives the cursor back.
    package func end() {
        if isDrawn { write("\u{1B}[?25h") }
        isDrawn = false
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
