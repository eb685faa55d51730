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
    /// From the first moment on the other may be forgotten, at the last it should be.
    private let first: Deadline
    private let last: Deadline
    private var next: Deadline

    /// ms that the group may take to hand the partitions over, before the session runs.
    private static let handOver: Int32 = 4_000
    private static let interval: Int32 = 500

    init(group: String, instance: String, _ configuration: ClientConfiguration) {
        self.group = group
        self.instance = instance
        self.configuration = configuration
        let given = configuration.extra["session.timeout.ms"].flatMap { Int32($0) }
        let session = given ?? configuration.sessionTimeout
        first = Deadline(milliseconds: session)
        last = Deadline(milliseconds: session + NameDispute.handOver)
        next = first
    }

    /// Waits up to `timeout` ms; asks the broker now and then.
    mutating func look(timeout: Int32) throws(StreamError) -> Finding {
        guard next.isOver else {
            Deadline.sleep(milliseconds: next.remaining(atMost: min(timeout, 100)))
            return .open
        }
        next = Deadline(milliseconds: NameDispute.interval)
        var hasty = configuration
        hasty.patience = 2_000
        let admin = try KafkaAdmin(hasty)
        defer { admin.close() }
        let members: [String]
        do throws(StreamError) {
            members = try admin.describe(group: group).members
        } catch {
            guard error.consequence == .unavailable || error.consequence == .retry else {
                throw error
            }
            return .open
        }
        guard members.contains(instance) else { return .nobody }
        return last.isOver ? .anotherProcess : .open
    }
}
