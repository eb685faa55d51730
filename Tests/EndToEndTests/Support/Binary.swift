import Foundation

/// The program under test.
enum Binary {
    /// PLAUDIT_UNDER_TEST, else what was built beside these tests.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["PLAUDIT_UNDER_TEST"] { return named }
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "plaudit").path
    }()
}
