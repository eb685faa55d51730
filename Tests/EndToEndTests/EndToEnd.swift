import BrokerSupport
import Foundation
import Testing

/// Tests of the whole program on a broker, one after the other: each starts processes, and two
/// cores are few.
@Suite(.serialized) struct EndToEnd {}

extension Trait where Self == ConditionTrait {
    /// Skips, and says so, where such a broker is not at hand.
    static func needs(_ broker: TestBroker.Kind) -> Self {
        .enabled(
            if: TestBroker.isAvailable(broker), Comment(rawValue: TestBroker.absence(broker)))
    }
}

/// The brokers that are at hand, or the one that PLAUDIT_TEST_KIND names.
let brokersAtHand = TestBroker.Kind.allCases.filter { kind in
    let wanted = ProcessInfo.processInfo.environment["PLAUDIT_TEST_KIND"]
    return TestBroker.isAvailable(kind) && wanted ?? kind.rawValue == kind.rawValue
}
