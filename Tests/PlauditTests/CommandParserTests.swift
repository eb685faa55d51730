import Testing
import plaudit

@Suite struct CommandParserTests {
    private struct Root: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "shop", abstract: "A shop.", subcommands: [Sell.self, Stock.self])
    }
    private struct Sell: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "sell", abstract: "Sells.")
        @Flag(help: "wrap it") var giftWrapped = false
        @Option("N", help: "how many", check: { $0 > 0 ? nil : "1 or more" }) var count = 1
        @Option("NAME", help: "to whom") var name: String? = nil
        @Argument("FILE", help: "what") var file
        mutating func run() throws {}
    }
    private struct Stock: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stock", abstract: "The stock.", subcommands: [Sell.self])
    }

    private func sell(_ arguments: String...) throws -> Sell? {
        guard case .run(let command) = try CommandParser.parse(arguments, root: Root.self) else {
            return nil
        }
        return command as? Sell
    }

    private func complaint(_ arguments: String...) -> String {
        do {
            _ = try CommandParser.parse(arguments, root: Root.self)
            return ""
        } catch {
            return error.code == .usage ? error.message : "not a usage error"
        }
    }

    @Test func `flags, options and arguments are taken in any order`() throws {
        let command = try #require(
            try sell("sell", "--count=3", "tea", "--gift-wrapped", "--name", "Mia"))
        #expect(command.count == 3)
        #expect(command.file == "tea")
        #expect(command.giftWrapped)
        #expect(command.name == "Mia")
    }

    @Test func `what is not given keeps its default`() throws {
        let command = try #require(try sell("sell", "tea"))
        #expect(command.count == 1)
        #expect(!command.giftWrapped)
        #expect(command.name == nil)
    }

    @Test func `a mistyped command is answered with the nearest one`() {
        #expect(complaint("sel").hasPrefix("no command sel; did you mean sell?"))
        #expect(complaint("buy").hasPrefix("no command buy; there are: sell, stock"))
    }

    @Test func `a mistyped flag is answered with the nearest one`() {
        #expect(
            complaint("sell", "--cuont", "3").hasPrefix(
                "there is no --cuont; the nearest is --count"))
    }

    @Test func `a bad value is answered with what is allowed`() {
        #expect(
            complaint("sell", "--count", "many")
                .hasPrefix("--count: \"many\" is not allowed; allowed: a whole number"))
        #expect(
            complaint("sell", "--count", "0")
                .hasPrefix("--count: \"0\" is not allowed; allowed: 1 or more"))
        #expect(complaint("sell", "--count").hasPrefix("--count needs a value"))
        #expect(complaint("sell", "--gift-wrapped=no").hasPrefix("--gift-wrapped takes no value"))
        #expect(complaint("sell").hasPrefix("FILE is missing: what"))
        #expect(complaint("sell", "tea", "milk").hasPrefix("\"milk\" is one argument too many"))
    }

    @Test(arguments: [
        ["stock", "sell", "--help"], ["help", "stock", "sell"], ["stock", "help", "sell"],
    ])
    func `help is there for every command`(arguments: [String]) throws {
        guard case .help(let path) = try CommandParser.parse(arguments, root: Root.self) else {
            Issue.record("no help")
            return
        }
        #expect(path.last?.configuration.commandName == "sell")
        #expect(Help.page(of: path).contains("[--gift-wrapped] [--count N] [--name NAME] FILE"))
    }

    @Test func `the completion script knows commands and flags`() {
        let script = Completion.bash(root: Root.self)
        #expect(
            script.contains("\" stock sell\"*) COMPREPLY=($(compgen -W \"--gift-wrapped --count"))
        #expect(script.contains("\"\") COMPREPLY=($(compgen -W \"sell stock --help\""))
    }
}
