import Codec
import Kafka
import Pipeline

struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Records that could not be used.",
        subcommands: [List.self, Replay.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Prints them: where from, why, and what was wrong.")

        @Option("R", help: "only those of this reason", check: DeadLettersCommand.check)
        var reason = ""
        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("dead-letters"))
            try cluster.reach().close()
            let letters = try DeadLetterList(cluster: cluster).read(reason: reason)
            for letter in letters { print(letter.line) }
            print(letters.isEmpty ? "none" : "\(letters.count) in all")
        }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Sends the original records to their topics again.",
            discussion: """
                For records that can be used now: a setting was changed, a bug mended. The letters \
                stay where they are, so that replaying twice sends twice; the processor counts a \
                duplicate once.
                """)

        @Option("R", help: "only those of this reason", check: DeadLettersCommand.check)
        var reason = ""
        @Flag(help: "only say what would be sent") var dryRun = false
        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("dead-letters"))
            try cluster.reach().close()
            let list = DeadLetterList(cluster: cluster)
            let letters = try list.read(reason: reason)
            guard !dryRun else {
                for letter in letters { print(letter.line) }
                return print("\(letters.count) would be sent again")
            }
            print("\(try list.replay(letters)) sent again")
        }
    }

    private static func check(_ reason: String) -> String? {
        let reasons = RefusalReason.allCases.map(\.rawValue)
        return reasons.contains(reason) ? nil : reasons.joined(separator: ", ")
    }
}

/// Bytes of anybody's on a terminal: without what would steer it.
package enum Printable {
    package static func text(_ bytes: [UInt8]) -> String {
        String(
            String.UnicodeScalarView(
                String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
                }))
    }
}
