import Testing
import plaudit

@Suite struct RegistryFileTests {
    private func read(
        _ text: String, as format: RegistryFile.Format
    ) -> (entries: [(line: Int, key: String, value: String)], problems: [String]) {
        let (entries, problems) = RegistryFile.entries(Array(text.utf8), as: format)
        return (
            entries.map { ($0.line, $0.key, String(decoding: $0.value, as: UTF8.self)) },
            problems.map(\.description)
        )
    }

    @Test func `a spreadsheet's rows become assignments`() {
        let (entries, problems) = read(
            """
            code,creator_id,valid_from,creator_name,handles,priority,offer_kind,offer_value,notes
            MIA20,mia,2026-01-01T00:00:00Z,"Mia ""M"" Lee",@mia;@mia.l,3,percent,20,hello
            "LEO,15",leo,2026-01-01T00:00:00Z,,,,,,"two
            lines"

            """, as: .csv)
        #expect(problems == [])
        #expect(entries.map(\.line) == [2, 3])
        #expect(entries.map(\.key) == ["MIA20", "LEO,15"])
        #expect(
            entries[0].value == """
                {"code":"MIA20","creator_id":"mia","creator_name":"Mia \\"M\\" Lee",\
                "handles":["@mia","@mia.l"],"offer":{"kind":"percent","value":"20"},"priority":3,\
                "valid_from":"2026-01-01T00:00:00Z"}
                """)
        #expect(
            entries[1].value == """
                {"code":"LEO,15","creator_id":"leo","valid_from":"2026-01-01T00:00:00Z"}
                """)
    }

    @Test func `semicolons, a byte order mark and Windows line ends are read too`() {
        let (entries, problems) = read("\u{FEFF}code;creator_id\r\nMIA20;mia\r\n", as: .csv)
        #expect(problems == [])
        #expect(entries[0].value == #"{"code":"MIA20","creator_id":"mia"}"#)
    }

    @Test func `a YAML list is read with its nested fields`() {
        let (entries, problems) = read(
            """
            - {id: a1, code: 123, creator_id: mia, valid_from: 2026-01-01T00:00:00Z}
            - code: LEO15
              usage: {kind: single, limit: 1}
              redeemable: [app, pos]
              owner: ~
            """, as: .yaml)
        #expect(problems == [])
        #expect(entries.map(\.key) == ["a1", "LEO15"])
        #expect(
            entries[0].value
                == #"{"code":"123","creator_id":"mia","valid_from":"2026-01-01T00:00:00Z"}"#)
        #expect(
            entries[1].value == """
                {"code":"LEO15","redeemable":["app","pos"],"usage":{"kind":"single","limit":1}}
                """)
    }

    @Test func `JSON lines are sent as they stand`() {
        let line = #"{"code": "MIA20", "creator_id": 7 , "extra": 1}"#
        let (entries, problems) = read("\n\(line)\n", as: .jsonLines)
        #expect(problems == [])
        #expect(entries.map(\.value) == [line])
        #expect(entries.map(\.line) == [2])
    }

    @Test(arguments: [
        (
            "code,creator_ids\nA,a",
            "1: there is no column \"creator_ids\"; did you mean creator_id?"
        ),
        ("code\nA\nA", "3: A stands in line 2 too: give each assignment of a code an id"),
        ("code,creator_id\n,mia", "2: code: it is missing"),
        ("code\nA,b", "2: 2 cells under 1 columns"), ("code\n\"A", "2: a quote is not closed"),
        ("", "1: the file is empty"),
    ])
    func `what is wrong in a spreadsheet is said with its line`(text: String, problem: String) {
        #expect(read(text, as: .csv).problems == [problem])
    }

    @Test(arguments: [
        ("- {code: A, creater_id: a}", "1: creater_id: did you mean creator_id?"),
        ("code: A", "1: it is a mapping, not a list of assignments"),
        ("- A", "1: it is a single value, not a mapping of an assignment"),
    ])
    func `what is wrong in a YAML list is said with its line`(text: String, problem: String) {
        #expect(read(text, as: .yaml).problems == [problem])
    }

    @Test func `the format follows from the file's name`() {
        #expect(RegistryFile.format(of: "codes.CSV") == .csv)
        #expect(RegistryFile.format(of: "a/b.yml") == .yaml)
        #expect(RegistryFile.format(of: "x.jsonl") == .jsonLines)
        #expect(RegistryFile.format(of: "codes.xlsx") == nil)
    }
}
