package import Streams

// What goes wrong, and when: the nth call of a kind by a client, or by chance from a seed.

package enum SimulatedCall: CaseIterable, Sendable {
    case open, begin, produce, sendOffsets, commit, abort, poll, committed, read
}

package enum SimulatedEffect: Sendable {
    /// The call fails and does nothing.
    case fail(StreamError.Consequence)
    /// The call does what it should, and then fails.
    case failAfterwards(StreamError.Consequence)
    /// A commit that happened, or did not; its caller is not told.
    case unknownOutcome(isApplied: Bool)
    /// The client is gone, before the call does anything or after; nothing of it is heard again.
    case crash(isApplied: Bool)
    /// A commit that was asked for twice: the second request arrives amid the next transaction.
    case lateEnd
    /// The call fails, having done what it should or not, and its producer is to be given up: what
    /// it had begun is committed while it is closed.
    case givenUp(isApplied: Bool)
}

package struct SimulatedFault: Sendable {
    package var client: String?
    package var call: SimulatedCall
    /// 1 is the next call of this kind.
    package var nth: Int
    package var effect: SimulatedEffect

    package init(
        _ effect: SimulatedEffect, at call: SimulatedCall, nth: Int = 1, of client: String? = nil
    ) {
        self.client = client
        self.call = call
        self.nth = nth
        self.effect = effect
    }
}

/// The faults that are still to happen.
package struct SimulatedFaults {
    package var scripted: [SimulatedFault] = []
    /// The share of calls that fail by chance.
    package var rate = 0.0
    private var random: SimulatedChance

    init(seed: UInt64) { random = SimulatedChance(seed: seed) }

    mutating func next(_ call: SimulatedCall, of client: String) -> SimulatedEffect? {
        for index in scripted.indices
        where scripted[index].call == call && (scripted[index].client ?? client) == client {
            scripted[index].nth -= 1
        }
        if let index = scripted.firstIndex(where: {
            $0.nth <= 0 && $0.call == call && ($0.client ?? client) == client
        }) {
            return scripted.remove(at: index).effect
        }
        guard rate > 0, Double(random.next() >> 11) * 0x1p-53 < rate else { return nil }
        let choices = SimulatedFaults.choices(at: call)
        return choices.isEmpty ? nil : choices[Int(random.next() % UInt64(choices.count))]
    }

    /// What may go wrong at a call.
    private static func choices(at call: SimulatedCall) -> [SimulatedEffect] {
        let crashes: [SimulatedEffect] = [.crash(isApplied: false), .crash(isApplied: true)]
        return switch call {
        case .open: [.fail(.retry), .crash(isApplied: true)]
        case .begin: [.fail(.rebuild), .fail(.retry)] + crashes
        case .produce: [.fail(.abort), .fail(.rebuild)] + crashes
        case .sendOffsets:
            [.fail(.abort), .fail(.retry), .fail(.rebuild), .fail(.leave)] + crashes
        case .commit:
            [
                .fail(.abort), .fail(.retry), .unknownOutcome(isApplied: true),
                .unknownOutcome(isApplied: false), .lateEnd,
            ] + crashes
        case .abort: [.fail(.retry), .fail(.rebuild)] + crashes
        case .poll: [.fail(.retry), .crash(isApplied: false)]
        case .committed: [.fail(.retry), .fail(.unavailable), .crash(isApplied: false)]
        case .read: [.fail(.retry), .crash(isApplied: false)]
        }
    }
}

/// SplitMix64.
package struct SimulatedChance: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
