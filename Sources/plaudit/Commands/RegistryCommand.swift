import Foundation
import Kafka
import Pipeline

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Who has which code.",
        subcommands: [Import.self, List.self])

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
        @Flag(help: "only check the file") var dryRun = false
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
            guard !dryRun else { return print("\(entries.count) assignments, all in order") }
            try cluster.reach().close()
            try RegistryImport(cluster: cluster).send(entries)
            print("\(entries.count) assignments sent to \(cluster.topics.codeRegistry)")
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
