// Makes the adversarial shop's registry: hand-overs, overlaps, switched-off codes, every order of
// arrival.

struct RegistryWriter {
    var numbers: SeededGenerator
    var spelling: Spelling
    let span: Range<Int64>

    /// Codes whose normal form is not what is typed: the registry's spelling, and customers'.
    static let spelled: [(registry: String, typed: [String])] = [
        ("ÉTÉ10", ["été10", "E\u{301}TE\u{301}10", " ÉTÉ 10"]),
        ("straße5", ["STRASSE5", "straße5", "Strasse5"]),
        ("ﬁt20", ["FIT20", "fit20", "ﬁt20"]),
        ("ＭＩＡ９９", ["mia99", "MIA99", "ＭＩＡ９９"]),
        ("Ωmega", ["ωMEGA", "ΩMEGA", "ωmeg\u{AD}a"]),
        ("777", ["777", "７７７"]),
        ("a/b|c%d", ["A/B|C%D"]),
    ]

    static let creators = 24

    static func creatorID(_ creator: Int) -> String {
        creator == 5 ? "crt/5|%" : creator == 6 ? "600" : "crt-\(creator)"
    }

    static func codes(of creator: Int) -> [String] {
        var codes = ["MIA\(creator)", "ROUTINE\(creator)"]
        if creator < spelled.count { codes.append(spelled[creator].registry) }
        return codes
    }

    /// What customers type: every code in some spelling, and some that no one has.
    static var typedCodes: [String] {
        var typed = [
            "NOSUCH1", "WELCOME", "LATER", "EARLIER", "OFF", "STOLEN", "SHOPONLY", "TWICE",
        ]
        for creator in 0..<creators {
            for code in ["MIA\(creator)", "ROUTINE\(creator)"] {
                typed += [
                    code, code, code.lowercased(), " \(code)", "MI\u{200B}" + code.dropFirst(2),
                ]
            }
            if creator < spelled.count { typed += spelled[creator].typed }
        }
        return typed
    }

    /// The records that come before any order.
    mutating func first() -> [(key: String, json: String)] {
        let middle = (span.lowerBound + span.upperBound) / 2
        let start = span.lowerBound - 40 * 86_400_000
        var records: [(key: String, json: String)] = []
        for creator in 0..<Self.creators {
            for code in Self.codes(of: creator) {
                let isHandedOver = numbers.chance(250)
                records.append(
                    assignment(
                        "\(code)@1", code, creator, from: start, until: isHandedOver ? middle : nil)
                )
                if isHandedOver {
                    records.append(
                        assignment(
                            "\(code)@2", code, (creator + 1) % Self.creators, from: middle,
                            until: nil))
                }
            }
        }
        records.append(
            assignment("LATER", "LATER", 1, from: span.upperBound + 86_400_000, until: nil))
        records.append(assignment("EARLIER", "EARLIER", 2, from: start, until: start + 1000))
        records.append(
            assignment("OFF", "OFF", 3, from: start, until: nil, ["status": "\"disabled\""]))
        records.append(
            assignment(
                "STOLEN", "STOLEN", 4, from: start, until: nil,
                ["status": "\"compromised\"", "status_at": spelling.time(middle)]))
        records.append(
            assignment(
                "SHOPONLY", "SHOPONLY", 7, from: start, until: nil,
                ["redeemable": "[\"pos\",\"app\"]", "priority": "9"]))
        for (key, recorded) in [("TWICE@b", middle), ("TWICE@a", middle), ("TWICE@c", middle - 1)] {
            records.append(
                assignment(
                    key, "TWICE", key == "TWICE@c" ? 8 : 9, from: start, until: nil,
                    ["recorded_at": spelling.time(recorded), "redeemable": "[\"online\"]"]))
        }
        return records
    }

    /// A change that comes between or after the orders; nil is a tombstone.
    mutating func change() -> (key: String, json: String?) {
        let creator = numbers.number(0..<Self.creators)
        let code = numbers.pick(Self.codes(of: creator))
        let key = "\(code)@\(numbers.pick([1, 1, 2, 3]))"
        let moment = Int64.random(in: span, using: &numbers)
        let start = span.lowerBound - 40 * 86_400_000
        let other = numbers.number(0..<Self.creators)
        switch numbers.number(0..<8) {
        case 0: return (key, nil)
        case 1: return assignment(key, code, other, from: moment, until: nil)
        case 2: return assignment(key, code, creator, from: start, until: moment)
        case 3:
            return assignment(
                key, code, creator, from: start, until: nil,
                ["status": "\"disabled\"", "status_at": spelling.time(moment)])
        case 4:
            return assignment(
                key, code, other, from: start, until: nil,
                ["recorded_at": spelling.time(moment), "priority": String(numbers.number(-3..<9))])
        case 5:
            return assignment(
                key, code, creator, from: start, until: nil,
                ["redeemable": numbers.pick(["[]", "[\"online\"]", "[\"pos\"]"])])
        case 6: return (key, "{\"code\": \"\(code)\", \"creator_id\": ")
        default: return assignment(key, code, creator, from: start, until: nil)
        }
    }

    private mutating func assignment(
        _ key: String, _ code: String, _ creator: Int, from: Int64, until: Int64?,
        _ more: [String: String] = [:]
    ) -> (key: String, json: String) {
        var fields: [(name: String, json: String?)] = [
            ("code", spelling.id(code)),
            ("creator_id", spelling.id(Self.creatorID(creator))),
            ("valid_from", spelling.time(from)),
            ("valid_until", until.map { spelling.time($0) }),
            ("creator_name", numbers.chance(900) ? spelling.text("Creator \(creator)") : nil),
            ("handles", "[" + spelling.text("@creator\(creator)") + "]"),
            ("campaign_id", numbers.chance(800) ? "\"cmp-\(numbers.number(0..<4))\"" : nil),
            (
                "channel",
                numbers.chance(800) ? numbers.pick(["\"tiktok\"", "\"pod/cast\"", "7"]) : nil
            ),
        ]
        if more["priority"] == nil, numbers.chance(200) {
            fields.append(("priority", String(numbers.number(0..<3))))
        }
        for (name, json) in more.sorted(by: { $0.key < $1.key }) { fields.append((name, json)) }
        return (key, spelling.object(fields))
    }
}
