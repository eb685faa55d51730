// Creators get credit where it is due: `plaudit` on the command line. Reads the command, runs it,
// and turns how it ended into an exit code.

import Foundation

@main
struct Plaudit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plaudit",
        abstract: "Gives creators credit for the orders that their promo codes brought.",
        discussion: """
            Reads orders, refunds and the code registry from Kafka, credits every order to a \
            creator exactly once, and publishes attributions and scorecards.
            """,
        subcommands: [
            TopicsCommand.self, CheckCommand.self, RunCommand.self, RegistryCommand.self,
            VerifyCommand.self, TopCommand.self, ResetCommand.self, ExplainCommand.self,
            DeadLettersCommand.self, GenerateCommand.self,
            DemoCommand.self,
            CompletionCommand.self,
        ])

    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    static func run(_ arguments: [String]) -> ExitCode {
        do {
            switch try CommandParser.parse(arguments, root: Plaudit.self) {
            case .help(let path): print(Help.page(of: path), terminator: "")
            case .version: print("plaudit \(Version.current)")
            case .run(var command): try command.run()
            }
            return .done
        } catch let failure as Failure {
            complain(failure.message)
            return failure.code
        } catch let error as ConfigurationError {
            complain(error.description)
            return .usage
        } catch {
            complain("a bug: \(error)")
            return .bug
        }
    }

    private static func complain(_ message: String) {
        guard !message.isEmpty else { return }
        FileHandle.standardError.write(Data("plaudit: \(message)\n".utf8))
    }
}
