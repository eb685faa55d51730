/// `command --name value …`
struct BenchArguments {
    let command: String
    private var values: [String: String] = [:]

    init(_ arguments: [String]) {
        command = arguments.first ?? "reference"
        var name: String?
        for argument in arguments.dropFirst() {
            if argument.hasPrefix("--") {
                name = String(argument.dropFirst(2))
                values[name ?? ""] = ""
            } else if let known = name {
                values[known] = argument
                name = nil
            }
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
