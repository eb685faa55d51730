import Glibc
import Testing
import plaudit

@Suite struct ChildTests {
    @Test func `a child's exit code is learned`() throws {
        let child = try Child("/bin/sh", ["-c", "exit 3"])
        #expect(child.readLine() == nil)
        #expect(child.stop() == .exit(3))
    }

    @Test func `a child that does not end when asked is ended`() throws {
        let child = try Child(
            "/bin/sh", ["-c", "trap '' TERM; echo on; while :; do sleep 1; done"])
        // Only after its first word has it taken the signal over.
        #expect(child.readLine() == "on")
        #expect(child.stop(patience: .milliseconds(50)) == .signal(SIGKILL))
    }

    @Test func `what ignores signals here does not ignore them there`() throws {
        signal(SIGTERM, SIG_IGN)
        defer { signal(SIGTERM, SIG_DFL) }
        let child = try Child("/bin/sh", ["-c", "echo on; exec sleep 60"])
        #expect(child.readLine() == "on")
        #expect(child.stop() == .signal(SIGTERM))
    }

    @Test func `a program that is not there is an error`() {
        #expect(throws: Failure.self) { try Child("/no/such/program", []) }
    }
}
