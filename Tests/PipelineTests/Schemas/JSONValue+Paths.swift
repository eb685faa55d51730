extension JSONValue {
    /// The path of each member of each object; of a list the first element stands for all.
    var memberPaths: [[String]] {
        switch self {
        case .object(let members):
            members.flatMap { member in
                [[member.name]] + member.value.memberPaths.map { [member.name] + $0 }
            }
        case .array(let elements): elements.first?.memberPaths ?? []
        default: []
        }
    }

    /// With another value at the path, or without the member there.
    func replacing(_ path: [String], by value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return self }
        switch self {
        case .array(let elements):
            return .array(
                elements.enumerated().map { $0 == 0 ? $1.replacing(path, by: value) : $1 })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    guard member.name == name else { return member }
                    if path.count == 1 {
                        return value.map { Member(name: name, value: $0) }
                    }
                    let inner = member.value.replacing(Array(path.dropFirst()), by: value)
                    return Member(name: name, value: inner)
                })
        default: return self
        }
    }
}
