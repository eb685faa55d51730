import Testing

// A scenario as it stands in a file: a sentence of the contract, what is sent, and below `----`
// what is published.
//
//     === a code spoken at the till counts like one typed online
//     assign MIA20 creator=mia from=2026-01-01
//     order  o1 at=2026-03-01T10:00Z codes=MIA20 channel=pos line=1:2x40.00-10.00@MIA20
//     ----
//     attribution o1/1 redemption mia MIA20 2026-03-01T10:00Z orders=1 units=2 gross=80.00 …
//
// Before the records may stand
//
//     settings stacking=first policy=2 zone=Europe/London windows=all,day scopes=all coded=400d
//     show     attributions scorecards=all,day derived names spans scopes versions products final
//     show     leaderboards=net,margin names measures previous versions
//     order matters
//
// and among them `settle` (all work is done before the next record) and `restart stacking=last`
// (the tasks begin again on the kept state, under other settings).

struct Scenario: Sendable, CustomTestStringConvertible {
    var file: String
    var title: String
    /// The lines above `----` as they stand, for writing the file again.
    var lines: [String] = []
    var steps: [Statement] = []
    var settings: Statement?
    var show: Statement?
    /// The same records in another order may give another result: a version with two contents, or
    /// something that has left retention.
    var doesOrderMatter = false
    var expected: [String] = []

    init(file: String, title: String) {
        self.file = file
        self.title = title
    }

    var testDescription: String { title }

    /// Which parts of what was published are expected; alerts and dead letters always.
    func shows(_ part: String) -> Bool {
        guard let show else { return part == "attributions" }
        return show.name == part || show[part] != nil
    }
}
