import Simulation

/// 2026-11-24T00:00:00Z: DST ends in the span of the shop's orders.
let shopNow: Int64 = 1_795_478_400_000

/// An oracle that has read it all.
func oracle(_ records: [RawRecord], _ settings: OracleSettings) -> Oracle {
    var oracle = Oracle(settings)
    for record in records { oracle.add(record) }
    oracle.finish()
    return oracle
}

func shopSettings(_ stacking: Stacking = .single_winner, partitions: Int32 = 4) -> OracleSettings {
    var settings = OracleSettings()
    settings.stacking = stacking
    settings.timeZone = "America/New_York"
    settings.partitions = partitions
    return settings
}

/// Every order's credit in words; the ids of orders that are made to be refused are left out.
func credits(_ oracle: Oracle) -> [String: String] {
    var all: [String: String] = [:]
    oracle.forEachCredit { credit, survey in
        let id = credit.order.id.description
        guard !["f-", "l-", "p-"].contains(where: id.hasPrefix), id != "x" else { return }
        let parts = credit.parts.map { part in
            "\(part.holder) \(part.cause) \(part.date) "
                + Measure.allCases.map { "\(part.measures[$0])" }.joined(separator: " ")
        }
        let entries = survey.map { "\($0)" }
        all[id] = ([credit.judgement.verdict] + parts + entries).joined(separator: "\n")
    }
    return all
}
