import BrokerSupport
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

/// The brokers that are at hand; a test that is given none says so.
let brokersAtHand = TestBroker.Kind.allCases.filter(TestBroker.isAvailable)
