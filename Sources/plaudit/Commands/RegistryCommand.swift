import Foundation
import Kafka
import Pipeline
import Promo

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Who has which code.",
        subcommands: [Import.self, List.self, Audit.self, Disable.self, Rotate.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Sends a file of assignments to the code-registry topic.",
            discussion: """
                CSV with a header (offer_kind, usage_limit … for nested fields; several handles or \
                channels between semicolons), a YAML list, or JSON lines, by the end of the \
                file's name. The record's key is the code, or `id` where there is one: give each \
                assignment of a code an id when it has several. A later import with the same key \
                replaces. The whole file is checked first; where anything is wrong, nothing is sent.
                """)

        @Argument("FILE", help: "codes.csv, codes.yaml or codes.jsonl") var file
        @Flag(help: "only check the file, and show what would be sent") var dryRun = false
        @Option("FILE", help: "words that no code may contain, one a line") var forbidden = ""
        @Option("N", help: "deepest percent discount that is allowed; 0 = any") var deepestPercent =
            0
        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("registry"))
            guard let format = RegistryFile.format(of: file) else {
                throw Failure(
                    .usage, "\(file): allowed: a name that ends in .csv, .yaml, .yml or .jsonl")
            }
            let bytes: [UInt8]
            do {
                bytes = Array(try Data(contentsOf: URL(filePath: file)))
            } catch {
                throw Failure(.usage, "\(file): cannot be read: \(error.localizedDescription)")
            }
            let (entries, problems) = RegistryFile.entries(bytes, as: format)
            try RegistryImport.validated(entries, problems: problems, file: file)
            try cluster.reach().close()
            let review = RegistryReview(
                rules: CodeRules(
                    forbidden: try Self.words(forbidden),
                    deepestPercent: deepestPercent > 0 ? Int64(deepestPercent) : nil),
                there: try RegistryList(cluster: cluster).read().assignments,
                now: EventTime(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)))
            for line in try review.lines(of: entries, file: file) { print(line) }
            guard !dryRun else { return print("\(entries.count) assignments, all in order") }
            try RegistryImport(cluster: cluster).send(entries)
            print("\(entries.count) assignments sent to \(cluster.topics.codeRegistry)")
        }

        private static func words(_ file: String) throws -> [String] {
            guard !file.isEmpty else { return [] }
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Failure(.usage, "\(file): cannot be read")
            }
            return text.split(whereSeparator: \.isNewline).map(String.init)
        }
    }

    struct Audit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit",
            abstract:
                "Codes never used, typed after their end, leaked, over their limits; near misses.",
            discussion: """
                From what was published. For the limit of each customer the orders topic is read \
                too, since attributions do not say who bought: orders that retention has deleted \
                count for nobody.
                """)

        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("registry"))
            try cluster.reach().close()
            for line in try RegistryAudit.lines(of: cluster) {
                print(Printable.text(Array(line.utf8)))
            }
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Ends an assignment; orders placed before keep their credit.",
            discussion: "To switch a code on again, import another assignment.")

        @Argument("KEY", help: "the assignment's key, as `registry list` shows it") var key
        @Flag(help: "only show what would be sent") var dryRun = false
        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("registry"))
            try cluster.reach().close()
            let change = RegistryChange(cluster: cluster)
            let records = try change.disable(key, at: Date())
            for line in try RegistryChange.lines(records) { print(line) }
            if !dryRun { try change.send(records) }
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Ends a leaked code and gives its creator another.")

        @Argument("KEY", help: "the assignment's key, as `registry list` shows it") var key
        @Argument("CODE", help: "the new code") var code
        @Flag(help: "only show what would be sent") var dryRun = false
        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("registry"))
            try cluster.reach().close()
            let change = RegistryChange(cluster: cluster)
            let records = try change.rotate(key, to: code, at: Date())
            for line in try RegistryChange.lines(records) { print(line) }
            if !dryRun { try change.send(records) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Prints the assignments in force, by code.")

        let settings = SettingFlags()
        let log = LogFlags()

        mutating func run() throws {
            let cluster = try Cluster(settings.configuration(), logger: log.logger("registry"))
            try cluster.reach().close()
            let (assignments, refused) = try RegistryList(cluster: cluster).read()
            for line in RegistryList.table(assignments) { print(line) }
            for line in refused { print("cannot be used: \(line)") }
        }
    }
}
