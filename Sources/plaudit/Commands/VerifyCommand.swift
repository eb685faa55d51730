import Codec
import Foundation
import Kafka

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes everything from the input, compares, and says what differs.",
        discussion: """
            Reads the input up to the committed positions and all that was published, and computes \
            what the rules make of it by other code than the processor's. Exit code 1 where \
            anything differs. What depends on the order in which the topics were read is taken as \
            it was published: who holds an order that was let go when its retention was over, how \
            many of its refunds had been read by then, and whether what is dated past a retention \
            became a dead letter or waits.
            """)

    @Option("N", help: "differences to print; 0 = all", check: { $0 >= 0 ? nil : "0 or more" })
    var limit = 20
    let settings = SettingFlags()
    let log = LogFlags()

    mutating func run() throws {
        let cluster = try Cluster(settings.configuration(), logger: log.logger("verify"))
        try cluster.reach().close()
        let verification = Verification(cluster: cluster) {
            FileHandle.standardError.write(Data("\($0) …\n".utf8))
        }
        let result = try verification.run()
        for missing in result.missing {
            print("not recomputed: \(missing); what was before it is gone")
        }
        let count = result.disagreements.count
        for disagreement in result.disagreements.prefix(limit == 0 ? count : limit) {
            print(disagreement)
        }
        let scope =
            "\(result.orders) orders, \(result.inputRecords) records in and "
            + "\(result.outputRecords) out"
        guard count == 0 else {
            throw Failure(.different, "\(count) differences over \(scope)")
        }
        let taken = [
            result.closedOrders > 0 ? "\(result.closedOrders) orders" : nil,
            result.dependentDeadLetters > 0
                ? "\(result.dependentDeadLetters) dead letters" : nil,
        ].compactMap { $0 }
        print(
            "equal: \(scope)"
                + (taken.isEmpty
                    ? "" : "; past retention, taken as published: " + taken.joined(separator: ", "))
        )
    }
}
