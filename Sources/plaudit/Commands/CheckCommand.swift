import Kafka
import Streams

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Configuration, topics, rights: what is wrong, and how to mend it.",
        discussion: "Exit code 1 where there is something to mend.")

    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        let configuration = try settings.configuration()
        for setting in SettingTable.all {
            guard let origin = configuration.origins[setting.name] else { continue }
            print("ok  \(setting.name) is \(setting.text(configuration.settings)) (\(origin))")
        }
        let cluster = try Cluster(configuration, logger: log.logger("check"))
        let admin = try cluster.reach()
        defer { admin.close() }
        print("ok  \(cluster.client.bootstrapServers) answers")
        var findings: [Finding]
        do throws(StreamError) {
            findings = try TopicCheck(cluster: cluster, admin: admin).findings()
            if findings.allSatisfy({ $0.mend == nil }) {
                findings += try InputCheck(cluster: cluster, admin: admin).findings()
                findings += RightsCheck(cluster: cluster, admin: admin).findings()
            }
        } catch {
            throw Failure(error)
        }
        for finding in findings { print(finding) }
        let bad = findings.count { $0.mend != nil }
        if bad > 0 { throw Failure(.different, "\(bad) to mend") }
    }
}
