struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Prints the completion script of a shell.",
        discussion: "For this shell only: eval \"$(plaudit completion bash)\"")

    @Argument("SHELL", help: "bash", words: ["bash"]) var shell

    mutating func run() throws {
        print(Completion.bash(root: Plaudit.self), terminator: "")
    }
}
