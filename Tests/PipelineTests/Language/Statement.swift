// One line of a scenario: `verb name key=value key="two words" flag`.

struct Statement: Sendable {
    var verb: String
    var name: String
    /// In the order written; a flag's value is empty.
    var fields: [(key: String, value: String)]
    /// The line as written, and its number in the file.
    var text: String
    var number: Int

    init(_ text: String, number: Int) {
        self.text = text
        self.number = number
        let words = Statement.words(of: text)
        verb = words.first ?? ""
        name = words.count > 1 && !words[1].contains("=") ? words[1] : ""
        fields = words.dropFirst(name.isEmpty ? 1 : 2).map { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }

    subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

    func all(_ key: String) -> [String] { fields.filter { $0.key == key }.map(\.value) }

    /// What stands behind the verb and the name, as it is.
    var rest: String {
        let words = text.split(separator: " ", maxSplits: 2)
        return words.count > 2 ? String(words[2]) : ""
    }

    func failure(_ reason: String) -> ScenarioError {
        ScenarioError(description: "line \(number): \(reason): \(text)")
    }

    /// Words end at blanks that stand outside quotes; the quotes themselves are left out.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}

struct ScenarioError: Error, CustomStringConvertible {
    var description: String
}
