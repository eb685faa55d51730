import Foundation
import Kafka
import Streams

struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Forgets outputs, state and positions, to rebuild from the input; asks first.",
        discussion: """
            Subscribers of attributions see the credit of every order again, with the same ids. \
            End every `plaudit run` first.
            """)

    @Flag(help: "do not ask") var yes = false
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        let cluster = try Cluster(settings.configuration(), logger: log.logger("reset"))
        let admin = try cluster.reach()
        defer { admin.close() }
        let reset = Reset(cluster: cluster, admin: admin) { print($0) }
        if !yes {
            for line in reset.description { print(line) }
            let id = cluster.settings.applicationID
            guard isatty(STDIN_FILENO) == 1 else {
                throw Failure(.usage, "reset asks first: --yes where nobody can answer")
            }
            FileHandle.standardOutput.write(Data("type \(id) to go on: ".utf8))
            guard readLine() == id else { throw Failure(.usage, "nothing was done") }
        }
        do throws(StreamError) {
            try reset.run()
        } catch {
            throw Failure(error)
        }
    }
}
