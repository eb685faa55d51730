import Streams
import Testing
import plaudit

@Suite struct ExitCodeTests {
    @Test(
        arguments: [
            (.unavailable, 69), (.retry, 69), (.unauthorised, 77), (.topicsChanged, 78),
            (.outOfRange, 78), (.fenced, 75), (.fatal, 70), (.unknownOutcome, 70),
        ] as [(StreamError.Consequence, Int32)])
    func `an error ends the process with the code that its consequence has`(
        consequence: StreamError.Consequence, code: Int32
    ) {
        let failure = Failure(StreamError(consequence, "why"))
        #expect(failure.code.rawValue == code)
        #expect(failure.message == "why")
    }
}
