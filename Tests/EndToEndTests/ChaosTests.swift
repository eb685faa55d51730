import BrokerSupport
import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Thousands of adversarial orders, produced while the processors are killed, frozen and
    /// fenced. PLAUDIT_SEED repeats a run, PLAUDIT_CHAOS_ROUNDS makes it longer, and
    /// PLAUDIT_CHAOS_BLOWS (kill, killAll, killAgain, freeze, fence) says what happens.
    @Suite struct ChaosTests {
        private static let environment = ProcessInfo.processInfo.environment
        private static let seed =
            environment["PLAUDIT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        private static let rounds =
            environment["PLAUDIT_CHAOS_ROUNDS"].flatMap { Int($0) } ?? Chaos.Plan(seed: 0).rounds
        private static let blows = environment["PLAUDIT_CHAOS_BLOWS"].map {
            $0.split(separator: ",").compactMap { Blow(rawValue: String($0)) }
        }

        @Test(.timeLimit(.minutes(60)), arguments: brokersAtHand)
        func `every order counts once, whatever happens to the processors`(
            broker: TestBroker.Kind
        ) async throws {
            let deployment = try await Deployment(on: broker, "chaos", partitions: 3)
            var plan = Chaos.Plan(seed: Self.seed)
            plan.orders = plan.orders * max(1, Self.rounds / plan.rounds)
            plan.rounds = Self.rounds
            plan.isOnNoida = broker == .noida
            plan.blows = Self.blows ?? plan.blows
            let chaos = try Chaos(deployment, plan)
            try await chaos.run()
            // noida-db never gives a dead member's partitions to others, and never ends a dead
            // producer's transaction: there both come back.
            let other = broker == .noida ? try deployment.run("b") : nil
            try await deployment.catchUp("a")
            other?.signal(SIGTERM)
            #expect(try await other?.end(within: .seconds(10)) ?? .exit(0) == .exit(0))
            print("chaos on \(broker), \(chaos.report)")
            // noida-db names every aborted transaction in each answer: reading takes its time.
            try await deployment.succeed("verify", within: .seconds(300))
            #expect(try deployment.faultsAtRest() == [], "\(chaos.report)")
            #expect(try chaos.faultsSeen() == [], "\(chaos.report)")
            if Self.blows == nil { #expect(chaos.report.kills >= 10) }
            #expect(chaos.report.livelyRounds * 2 >= plan.rounds, "\(chaos.report)")
        }
    }
}
