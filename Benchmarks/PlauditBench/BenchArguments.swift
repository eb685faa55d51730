/// `command --name value …`; a value may itself begin with two hyphens.
struct BenchArguments {
    let command: String
    private var values: [String: String] = [:]

    init(_ arguments: [String]) {
        command = arguments.first ?? "reference"
        var rest = arguments.dropFirst()
        while let name = rest.popFirst(), name.hasPrefix("--"), let value = rest.popFirst() {
            values[String(name.dropFirst(2))] = value
        }
    }

    subscript(name: String) -> String? { values[name] }

    func number(_ name: String, _ standard: Int) throws -> Int {
        guard let text = values[name] else { return standard }
        guard let number = Int(text), number > 0 else {
            throw BenchFailure("--\(name) \(text): a number above 0")
        }
        return number
    }
}
