import Foundation
import Testing

/// A word that may not stand in some rooms, and why.
struct Ban: CustomTestStringConvertible {
    var pattern: String
    /// Where it may not stand; all rooms but `except` when nil.
    var rooms: Set<String>?
    var except: Set<String> = []
    var why: String

    var testDescription: String { pattern }

    func holds(in room: String) -> Bool {
        (rooms?.contains(room) ?? true) && !except.contains(room)
    }
}

@Suite struct RoomTests {
    static let pure: Set = ["Promo", "Codec", "Pipeline"]

    static let bans: [Ban] = [
        Ban(
            pattern: #"\b(Double|Float|CGFloat|Decimal)\b"#, rooms: ["Promo", "Codec"],
            why: "money is counted in whole minor units"),
        Ban(
            pattern: #"\b(Date\(|ContinuousClock|SuspendingClock|clock_gettime|gettimeofday)"#,
            rooms: pure.union(["Streams"]), why: "time is an argument"),
        Ban(
            pattern: #"\b(random|randomElement|shuffled|SystemRandomNumberGenerator)\b"#,
            rooms: pure.union(["Streams", "Kafka"]), why: "the same input gives the same output"),
        Ban(
            pattern: #"\b(print|debugPrint|NSLog|fputs)\("#, except: ["plaudit"],
            why: "only the shell speaks to people"),
        Ban(
            pattern: #"\b(ProcessInfo|CommandLine|getenv|FileManager)\b"#, except: ["plaudit"],
            why: "only the shell reads arguments, environment and files"),
        Ban(
            pattern: #"\b(OpaquePointer|Unmanaged)\b"#, except: ["Kafka"],
            why: "handles of C libraries are owned in one place"),
        Ban(pattern: #"\brd_kafka_"#, except: ["Kafka"], why: "librdkafka stays in its room"),
        Ban(
            pattern: #"\b(await|actor)\b|\) async\b|\basync let\b|\bTask\s*[.{(]"#,
            except: ["plaudit", "Dashboard"],
            why: "the data path is synchronous, one thread a worker"),
        Ban(pattern: #"\bfatalError\("#, why: "precondition says what was broken"),
        Ban(pattern: #"\btry!"#, why: "errors are answered"),
        Ban(pattern: #"@testable\b"#, why: "tests use what other rooms can use"),
        Ban(
            pattern: #"^\s*(public|open) (class|struct|enum|func|var|let|init|static|protocol)\b"#,
            why: "package is as far as a symbol goes"),
    ]

    @Test(arguments: bans)
    func `a word stays out of the rooms where it does not belong`(ban: Ban) throws {
        let pattern = try Regex(ban.pattern)
        for file in try House.files(under: "Sources") where ban.holds(in: file.room) {
            for (number, line) in file.code.enumerated() {
                #expect(!line.contains(pattern), "\(file):\(number + 1): \(ban.why)")
            }
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func `a file can be read at one sitting`(folder: String) throws {
        for file in try House.files(under: folder) {
            let limit = folder == "Tests" ? 500 : 400
            #expect(file.lines.count <= limit, "\(file) has \(file.lines.count) lines")
            for (number, line) in file.lines.enumerated() {
                #expect(line.count <= 100, "\(file):\(number + 1) is longer than 100 columns")
            }
        }
    }

    @Test func `a function can be read without scrolling`() throws {
        let start = try Regex(#"^ *([a-z@]+(\(.*\))? )*(func |init[(?<])"#)
        for file in try House.files(under: "Sources") {
            let lines = file.lines
            for (number, line) in lines.enumerated()
            where line.contains(start) && !line.hasSuffix("}") {
                let indent = line.prefix { $0 == " " }
                let rest = lines[(number + 1)...]
                guard let end = rest.firstIndex(where: { $0 == indent + "}" }) else { continue }
                // Where a declaration of the same depth comes first, this one has no body.
                let isBare = rest[..<end].contains {
                    $0.contains(start) && $0.prefix { $0 == " " } == indent
                }
                let length = end - number + 1
                guard !isBare else { continue }
                #expect(length <= 70, "\(file):\(number + 1) has \(length) lines")
            }
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func `nothing is left for later in a comment`(folder: String) throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"]
        for file in try House.files(under: folder) {
            for (number, line) in file.lines.enumerated() {
                #expect(!marks.contains { line.contains($0) }, "\(file):\(number + 1)")
            }
        }
    }

    @Test func `a file is named after the field's terms`() throws {
        let vague = try Regex(#"(Util|Helper|Manager|Impl|Misc|Common|Base)s?\b"#)
        for file in try House.files(under: "Sources") {
            #expect(!file.path.contains(vague), "\(file)")
        }
    }

    @Test func `no line is disabled for the linter`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try House.files(under: folder) {
                #expect(!file.text.contains("swift-format-" + "ignore-file"), "\(file)")
            }
        }
    }
}
