import BrokerSupport
import Foundation
import Testing

extension EndToEnd {
    /// Thousands of adversarial orders, produced while the processors are killed, frozen and fenced.
    /// PLAUDIT_SEED repeats a run; PLAUDIT_CHAOS_ROUNDS makes it longer.
    @Suite struct ChaosTests {
        private static let environment = ProcessInfo.processInfo.environment
        private static let seed =
            environment["PLAUDIT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        private static let rounds =
            environment["PLAUDIT_CHAOS_ROUNDS"].flatMap { Int($0) } ?? Chaos.Plan(seed: 0).rounds

        @Test(.timeLimit(.minutes(60)), arguments: brokersAtHand)
        func `every order counts once, whatever happens to the processors`(
            broker: TestBroker.Kind
        ) async throws {
            let deployment = try await Deployment(on: broker, "chaos", partitions: 3)
            var plan = Chaos.Plan(seed: Self.seed)
            plan.orders = plan.orders * max(1, Self.rounds / plan.rounds)
            plan.rounds = Self.rounds
            let chaos = try Chaos(deployment, plan)
            try await chaos.run()
            try await deployment.catchUp()
            print("chaos on \(broker), \(chaos.report)")
            try await deployment.succeed("verify")
            #expect(try deployment.faultsAtRest() == [], "\(chaos.report)")
            #expect(try chaos.observedFaults() == [], "\(chaos.report)")
            #expect(chaos.report.kills >= 10)
            #expect(chaos.report.livelyRounds * 2 >= plan.rounds, "\(chaos.report)")
        }
    }
}
