// The configuration file: a mapping of the settings' names, nested at the dots.

extension Configuration {
    mutating func read(file name: String, _ bytes: [UInt8]) {
        do {
            guard let root = try YAMLParser.parse(bytes) else { return }
            if case .scalar(nil) = root.content { return }
            read(root, path: [], file: name)
        } catch {
            refuse("\(name):\(error.position)", nil, error.problem)
        }
    }

    private mutating func read(_ node: YAMLNode, path: [String], file: String) {
        let place = "\(file):\(node.position)"
        let key = path.joined(separator: ".")
        if let setting = SettingTable.all.first(where: { $0.name == key }) {
            return read(node, into: setting, place: place)
        }
        guard case .mapping(let entries) = node.content else {
            // An empty section says nothing, as an absent one does.
            if case .scalar(nil) = node.content { return }
            let allowed =
                "allowed: a mapping with \(Self.names(under: path).joined(separator: ", "))"
            let message = "it is \(node.kind); \(allowed)"
            return refuse(place, path.isEmpty ? nil : key, message)
        }
        if path == [SettingTable.kafka] { return read(kafka: entries, file: file) }
        for entry in entries {
            let names = Self.names(under: path)
            let name = (path + [entry.key]).joined(separator: ".")
            guard names.contains(entry.key) else {
                let message = "there is no such setting; \(Self.nearest(to: name, under: path))"
                refuse("\(file):\(entry.keyPosition)", name, message)
                continue
            }
            read(entry.value, path: path + [entry.key], file: file)
        }
    }

    private mutating func read(_ node: YAMLNode, into setting: Setting, place: String) {
        switch node.content {
        case .scalar(nil):
            return  // null is absent
        case .scalar(let text?):
            assign(setting, text: text, from: place)
        case .sequence(let nodes) where setting.isList:
            var items: [String] = []
            for node in nodes {
                guard case .scalar(let text?) = node.content else {
                    let message = "an item is \(node.kind); allowed: \(setting.placeholder)"
                    return refuse("\(place)", setting.name, message)
                }
                items.append(text)
            }
            assign(setting, items, from: place)
        default:
            let allowed = setting.isList ? "a list of" : "one value:"
            let message = "it is \(node.kind); allowed: \(allowed) \(setting.placeholder)"
            refuse(place, setting.name, message)
        }
    }

    private mutating func read(kafka entries: [YAMLEntry], file: String) {
        for entry in entries {
            let place = "\(file):\(entry.value.position)"
            guard case .scalar(let text?) = entry.value.content else {
                let key = "\(SettingTable.kafka).\(entry.key)"
                refuse(place, key, "it is \(entry.value.kind); allowed: one value")
                continue
            }
            assign(kafka: entry.key, text, from: place)
        }
    }

    /// The keys that may stand under `path`.
    private static func names(under path: [String]) -> [String] {
        var names: [String] = []
        for setting in SettingTable.all.map(\.path) + [[SettingTable.kafka, ""]] {
            guard setting.count > path.count, Array(setting.prefix(path.count)) == path else {
                continue
            }
            if !names.contains(setting[path.count]) { names.append(setting[path.count]) }
        }
        return names
    }

    /// The nearest key, in the section if one there is likely, else anywhere: a key is more often
    /// put into the wrong section than misspelt beyond recognition.
    private static func nearest(to name: String, under path: [String]) -> String {
        let key = name.split(separator: ".").last.map(String.init) ?? name
        let siblings = names(under: path)
        if let likely = Spelling.likely(for: key, in: siblings) {
            return "did you mean \((path + [likely]).joined(separator: "."))?"
        }
        if let elsewhere = SettingTable.all.first(where: { $0.path.last == key }) {
            return "did you mean \(elsewhere.name)?"
        }
        let everything =
            SettingTable.all.map(\.name)
            + siblings.map {
                (path + [$0]).joined(separator: ".")
            }
        return "the nearest is \(Spelling.nearest(to: name, in: everything) ?? "none")"
    }
}
