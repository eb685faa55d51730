// What the rooms are told of the settings.

import Pipeline
import Promo
import Simulation

extension Settings {
    /// For the stages.
    var pipeline: PipelineSettings {
        PipelineSettings(
            policy: Policy(
                version: ByteString(policyVersion), stacking: stacking,
                lateness: lateness.milliseconds, codedRetention: retentionCoded.milliseconds,
                uncodedRetention: retentionUncoded.milliseconds,
                surveyQuestions: surveyQuestions.isEmpty
                    ? nil : Set(surveyQuestions.map { ByteString($0) })),
            // The zone was checked when the settings were read.
            zone: ZoneCompiler.table(of: timeZone) ?? .utc, windows: windows,
            scopes: scopes.compactMap { scope in
                Promo.ScopeKind.allCases.first { "\($0.name)" == scope.word }
            },
            formats: InputFormats(
                orders: orderFormat, refunds: refundFormat, surveyResponses: surveyFormat,
                currency: currency),
            publishInterval: publishInterval.milliseconds)
    }

    /// For the recomputation, which has words of its own for everything.
    func oracle(partitions: Int32) -> OracleSettings {
        var oracle = OracleSettings()
        oracle.timeZone = timeZone
        oracle.windows = windows.compactMap { Simulation.WindowKind(rawValue: $0.word) }
        oracle.scopes = scopes.compactMap { Simulation.ScopeKind(rawValue: $0.word) }
        oracle.stacking = Simulation.Stacking(rawValue: stacking.word) ?? .single_winner
        oracle.codedRetention = retentionCoded.milliseconds
        oracle.uncodedRetention = retentionUncoded.milliseconds
        oracle.lateness = lateness.milliseconds
        oracle.surveyQuestions =
            surveyQuestions.isEmpty ? nil : surveyQuestions.map { Bytes(Array($0.utf8)) }
        oracle.partitions = partitions
        return oracle
    }
}
