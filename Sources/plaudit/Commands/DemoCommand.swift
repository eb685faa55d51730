import Foundation

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A generated shop, live, with its processor and a leaderboard.",
        discussion: """
            Starts a small broker of its own, unless bootstrap_servers are set: then the topics of \
            the demo begin with demo- there, unless a prefix is set. The processor is a process of \
            its own; kill it whenever you like. Ctrl-C ends it all, and checks every figure \
            against the raw input.
            """)

    @Option("DURATION", help: "end after this time (Ctrl-C)")
    var `for`: Duration? = nil
    @Option(
        "N", help: "orders a second", check: { (1...100_000).contains($0) ? nil : "1 to 100000" })
    var rate = 200
    @Option("N", help: "creators with a code", check: { $0 > 0 ? nil : "1 or more" })
    var creators = 40
    @Option(
        "N", help: "the embedded broker's port",
        check: { (1...65535).contains($0) ? nil : "1 to 65535" })
    var port = 29092
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        Interruption.install()
        let given = try settings.configuration()
        var broker: EmbeddedBroker?
        defer { broker?.stop() }
        if given.origins["bootstrap_servers"] == nil {
            let embedded = try EmbeddedBroker(port: port)
            settings.add("bootstrap-servers", embedded.address)
            broker = embedded
        } else if given.origins["prefix"] == nil {
            settings.add("prefix", "demo-")
        }
        if given.origins["application_id"] == nil { settings.add("application-id", "demo") }
        let cluster = try Cluster(settings.configuration(), logger: log.logger("demo"))
        try Demo(
            cluster,
            Demo.Request(
                rate: rate, creators: creators, duration: `for`,
                processorArguments: settings.arguments + [
                    "--log-format", "json", "--progress", "1s", "--instance", "demo",
                ])
        ).run()
    }
}
