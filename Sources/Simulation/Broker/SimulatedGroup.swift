import Streams

// A consumer group with static members and the eager range assignor:
//
//   somebody joins or leaves ─▶ all are told to revoke ─▶ all have released ─▶ next generation

struct SimulatedGroup {
    struct Place: Hashable {
        var topic: String
        var partition: Int32
    }

    struct Member {
        enum Phase {
            /// Has nothing, and waits for the others.
            case waiting
            /// Was given these partitions and does not know it yet, or knows it.
            case given([Int32], isTold: Bool)
            /// Is to give them back, and does not know it yet, or knows it.
            case revoking([Int32], isTold: Bool)
        }

        var id: String
        var phase = Phase.waiting
    }

    let inputs: [String]
    var generation: Int32 = 0
    /// By instance.
    var members: [String: Member] = [:]
    var committed: [Place: InputPosition] = [:]
    /// Offsets of transactions that are not decided, by transaction.
    var pending: [Int: [InputPosition]] = [:]
    private var joined = 0

    init(inputs: [String]) { self.inputs = inputs }

    /// A new process of this instance. Where the old one left an assignment, it is taken over
    /// as it is, without a rebalance. Returns its member id.
    mutating func join(_ instance: String) -> String {
        joined += 1
        let id = "\(instance)#\(joined)"
        if case .given(let partitions, _)? = members[instance]?.phase {
            members[instance] = Member(id: id, phase: .given(partitions, isTold: false))
        } else {
            members[instance] = Member(id: id)
            rebalance()
        }
        return id
    }

    /// The session of an instance is over.
    mutating func expire(_ instance: String) {
        guard members.removeValue(forKey: instance) != nil else { return }
        rebalance()
    }

    mutating func rebalance() {
        for (instance, member) in members {
            switch member.phase {
            case .given(_, isTold: false): members[instance]?.phase = .waiting
            case .given(let partitions, isTold: true):
                members[instance]?.phase = .revoking(partitions, isTold: false)
            case .waiting, .revoking: break
            }
        }
    }

    /// Gives the partitions out when nobody has any more. Range: member k of n, in order of
    /// instance.
    mutating func completeIfAllWait(partitions: Int32) {
        let instances = members.keys.sorted()
        let areWaiting = instances.allSatisfy {
            if case .waiting = members[$0]!.phase { true } else { false }
        }
        guard areWaiting, !instances.isEmpty else { return }
        generation += 1
        let (each, rest) = (Int(partitions) / instances.count, Int(partitions) % instances.count)
        var next: Int32 = 0
        for (index, instance) in instances.enumerated() {
            let share = Int32(each + (index < rest ? 1 : 0))
            members[instance]?.phase = .given(Array(next..<next + share), isTold: false)
            next += share
        }
    }

    /// What the group coordinator asks of a transactional offset commit.
    func accepts(_ membership: Membership) -> Bool {
        if membership.generation < 0, membership.member.isEmpty { return true }
        return membership.generation == generation
            && members.values.contains { $0.id == membership.member }
    }
}
