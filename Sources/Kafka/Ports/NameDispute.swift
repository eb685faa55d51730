import Streams

/// The group says that another member has our name. It may be another process, which stays. Or it
/// was us: where the broker is slow or dies, a join's answer is lost, and the join after it fences
/// the first. Such a member says nothing more, and is forgotten when its session is over.
struct NameDispute {
    enum Finding {
        case open, anotherProcess, nobody
    }

    private let group: String
    private let instance: String
    private let configuration: ClientConfiguration
    /// ms after which a member that says nothing must be forgotten.
    private let patience: Int64
    /// Since when the broker has told us of the member whenever it was asked; a broker that was
    /// away counts every session from its return.
    private var seenSince: Int64?
    private var next = Deadline(milliseconds: 0)

    /// ms that the group may take to hand the partitions over, before the session runs.
    private static let handOver: Int64 = 4_000
    private static let interval: Int32 = 500

    init(group: String, instance: String, _ configuration: ClientConfiguration) {
        self.group = group
        self.instance = instance
        var hasty = configuration
        hasty.patience = 2_000
        self.configuration = hasty
        patience = configuration.heldSessionTimeout + NameDispute.handOver
    }

    /// Waits up to `timeout` ms; asks the broker now and then.
    mutating func look(timeout: Int32) throws(StreamError) -> Finding {
        guard next.isOver else {
            Deadline.sleep(milliseconds: next.remaining(atMost: min(timeout, 100)))
            return .open
        }
        defer { next = Deadline(milliseconds: NameDispute.interval) }
        guard let members = try members() else {
            seenSince = nil
            return .open
        }
        guard members.contains(instance) else { return .nobody }
        let since = seenSince ?? Deadline.now
        seenSince = since
        return Deadline.now - since >= patience ? .anotherProcess : .open
    }

    /// nil where the broker does not answer.
    private func members() throws(StreamError) -> [String]? {
        let admin = try KafkaAdmin(configuration)
        defer { admin.close() }
        do throws(StreamError) {
            return try admin.describe(group: group).members
        } catch {
            guard error.consequence == .unavailable || error.consequence == .retry else {
                throw error
            }
            return nil
        }
    }
}
