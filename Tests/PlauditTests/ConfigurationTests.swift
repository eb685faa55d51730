import Promo
import Testing
import plaudit

@Suite struct ConfigurationTests {
    private func configuration(
        _ file: String? = nil, environment: [String: String] = [:],
        flags: [(name: String, value: String)] = []
    ) throws -> Configuration {
        try Configuration(
            file: file.map { ("plaudit.yaml", Array($0.utf8)) }, environment: environment,
            flags: flags)
    }

    private func problems(
        _ file: String? = nil, environment: [String: String] = [:],
        flags: [(name: String, value: String)] = []
    ) -> String {
        do {
            _ = try configuration(file, environment: environment, flags: flags)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `without any source the defaults of the contract hold`() throws {
        let settings = try configuration().settings
        #expect(settings.applicationID == "plaudit")
        #expect(settings.timeZone == "UTC")
        #expect(settings.windows == [.all, .month, .week, .day])
        #expect(settings.scopes == [.all])
        #expect(settings.lateness == .seconds(24 * 3600))
        #expect(settings.retentionCoded == .seconds(400 * 86400))
        #expect(settings.retentionUncoded == .seconds(120 * 86400))
        #expect(settings.stacking == .singleWinner)
        #expect(settings.publishInterval == .milliseconds(50))
    }

    @Test func `a file sets every kind of setting`() throws {
        let configuration = try configuration(
            """
            # a shop in New York
            application_id: glow
            bootstrap_servers: [a:9092, "b:9093"]
            prefix: "prod."
            brand: {time_zone: America/New_York, currency: USD}
            windows: [all, day]
            lateness: 36h
            retention: {coded: 200d}
            survey: {questions: ["How did you hear of us, exactly?"]}
            policy: {version: "2026-11", stacking: priority}
            inputs: {orders: {format: plaudit}}
            commit: {interval: 15ms, max_bytes: 1MiB}
            publish: {interval: 0ms}
            kafka:
              fetch.wait.max.ms: 5
              sasl.password: "null"
            """)
        let settings = configuration.settings
        #expect(settings.applicationID == "glow")
        #expect(settings.bootstrapServers == ["a:9092", "b:9093"])
        #expect(settings.prefix == "prod.")
        #expect(settings.currency == "USD")
        #expect(settings.windows == [.all, .day])
        #expect(settings.retentionCoded == .seconds(200 * 86400))
        #expect(settings.retentionUncoded == .seconds(120 * 86400))
        #expect(settings.surveyQuestions == ["How did you hear of us, exactly?"])
        #expect(settings.policyVersion == "2026-11")
        #expect(settings.stacking == .priority)
        #expect(settings.commitInterval == .milliseconds(15))
        #expect(settings.commitMaxBytes == 1_048_576)
        #expect(settings.kafka == ["fetch.wait.max.ms": "5", "sasl.password": "null"])
        #expect(configuration.origins["lateness"] == "plaudit.yaml:7:11")
    }

    @Test func `flags stand over the environment, and that over the file`() throws {
        let file = "lateness: 1h\nprefix: file\napplication_id: file"
        let environment = ["PLAUDIT_LATENESS": "2h", "PLAUDIT_PREFIX": "environment"]
        let configuration = try configuration(
            file, environment: environment, flags: [("lateness", "3h")])
        #expect(configuration.settings.lateness == .seconds(3 * 3600))
        #expect(configuration.settings.prefix == "environment")
        #expect(configuration.settings.applicationID == "file")
        #expect(configuration.origins["prefix"] == "PLAUDIT_PREFIX")
    }

    @Test func `a list in a variable or flag stands between commas`() throws {
        let configuration = try configuration(
            environment: ["PLAUDIT_WINDOWS": "all, day"],
            flags: [("bootstrap-servers", "a:1,b:2")])
        #expect(configuration.settings.windows == [.all, .day])
        #expect(configuration.settings.bootstrapServers == ["a:1", "b:2"])
    }

    @Test func `any librdkafka property is taken from each source`() throws {
        let configuration = try configuration(
            "kafka: {a.b: 1, c.d: 1, e.f: 1}", environment: ["PLAUDIT_KAFKA_C_D": "2"],
            flags: [("kafka", "e.f=x=3")])
        #expect(configuration.settings.kafka == ["a.b": "1", "c.d": "2", "e.f": "x=3"])
    }

    @Test func `a property that exactly-once rests on cannot be set`() {
        #expect(
            problems("kafka:\n  isolation.level: read_uncommitted")
                == "plaudit.yaml:2:20: kafka.isolation.level: \"read_uncommitted\" cannot be set; "
                + "exactly-once needs read_committed")
    }

    @Test(arguments: [
        ("latenes: 1h", "1:1: latenes: there is no such setting; did you mean lateness?"),
        (
            "brand:\n  timezone: UTC",
            "2:3: brand.timezone: there is no such setting; "
                + "did you mean brand.time_zone?"
        ),
        (
            "time_zone: UTC",
            "1:1: time_zone: there is no such setting; did you mean brand.time_zone?"
        ),
        ("qqq: 1", "1:1: qqq: there is no such setting; the nearest is "),
    ])
    func `an unknown key is an error that names the nearest one`(file: String, message: String) {
        #expect(problems(file).hasPrefix("plaudit.yaml:\(message)"))
    }

    @Test(arguments: [
        (
            "windows: [all, fortnight]",
            "1:10: windows: \"fortnight\" is not allowed; "
                + "allowed: all, month, week, day, hour"
        ),
        (
            "windows: [all, mont]",
            "1:10: windows: \"mont\" is not allowed; "
                + "allowed: all, month, week, day, hour (did you mean month?)"
        ),
        ("windows: [day, day]", "1:10: windows: \"day\" is not allowed; it is listed twice"),
        ("lateness: 24", "1:11: lateness: \"24\" is not allowed; allowed: a duration from "),
        (
            "brand: {time_zone: Europe/Berln}",
            "1:20: brand.time_zone: \"Europe/Berln\" is not "
                + "allowed; allowed: an IANA time zone such as UTC or America/New_York "
                + "(did you mean Europe/Berlin?)"
        ),
        ("brand: {currency: Dollar}", "1:19: brand.currency: \"Dollar\" is not allowed; "),
        ("prefix: 'a b'", "1:9: prefix: \"a b\" is not allowed; allowed: 0 to "),
        ("lateness: [1h]", "1:11: lateness: it is a list; allowed: one value: duration"),
        ("brand: UTC", "1:8: brand: it is a single value; allowed: a mapping with time_zone"),
        ("bootstrap_servers: ':9092'", "1:20: bootstrap_servers: \":9092\" is not allowed; "),
        ("bootstrap_servers: 'a:0'", "1:20: bootstrap_servers: \"a:0\" is not allowed; "),
        ("commit: {max_bytes: 1}", "1:21: commit.max_bytes: \"1\" is not allowed; allowed: a size"),
        ("[]", "1:1: it is a list; allowed: a mapping with application_id"),
    ])
    func `a bad value is an error that names key, value, place and what is allowed`(
        file: String, message: String
    ) {
        let found = problems(file)
        #expect(found.hasPrefix("plaudit.yaml:\(message)"), "\(found)")
    }

    @Test(arguments: [
        ("a: [", "plaudit.yaml:"), ("lateness: 1h\nlateness: 2h", "plaudit.yaml:2:1: "),
        ("prefix: &a x", "plaudit.yaml:1:9: anchors"), ("a: b\n---\nc: d", "plaudit.yaml:2:1: "),
        ("\u{1}", "plaudit.yaml:1:1: "),
    ])
    func `a file that is not one clear mapping is refused with its place`(
        file: String, message: String
    ) {
        #expect(problems(file).hasPrefix(message))
    }

    @Test(arguments: ["", "# nothing\n", "~", "brand:\nprefix: ~\n"])
    func `an empty file, section or value says nothing`(file: String) throws {
        #expect(try configuration(file).settings == Settings())
    }

    @Test func `a variable that is misspelt is an error, one of somebody else is not`() {
        #expect(
            problems(environment: ["PLAUDIT_LATNESS": "1h"])
                == "PLAUDIT_LATNESS: there is no such setting; the nearest is PLAUDIT_LATENESS")
        #expect(problems(environment: ["PLAUDIT_SERVICE_HOST": "10.0.0.1", "HOME": "/"]) == "")
        #expect(
            problems(environment: ["PLAUDIT_LATENESS": "soon"])
                .hasPrefix("PLAUDIT_LATENESS: lateness: \"soon\" is not allowed; "))
    }

    @Test func `all that is wrong is said at once`() {
        let found = problems("lateness: x\nprefix: 'ü'", flags: [("windows", "")])
        #expect(found.split(separator: "\n").count == 3)
    }

    @Test(arguments: SettingTable.all.map(\.name))
    func `every setting reads what it writes`(name: String) throws {
        let setting = try #require(SettingTable.all.first { $0.name == name })
        var settings = Settings()
        let items = setting.defaultText.split(separator: ",").map(String.init)
        guard !items.isEmpty else { return }
        try setting.assign(setting.isList ? items : [setting.defaultText], &settings)
        #expect(settings == Settings())
        #expect(!setting.meaning.isEmpty)
    }
}
