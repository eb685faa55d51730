// The settings in force, gathered from file, environment and flags, each over the one before.

import Foundation

package struct Configuration: Sendable {
    package private(set) var settings = Settings()
    /// Where each setting that is not a default was taken from, by name.
    package private(set) var origins: [String: String] = [:]
    private(set) var problems: [ConfigurationProblem] = []

    /// `file` is the name to show and the bytes, nil without one; `flags` are `(name without
    /// dashes, value)` as typed.
    package init(
        file: (name: String, bytes: [UInt8])?, environment: [String: String],
        flags: [(name: String, value: String)]
    ) throws(ConfigurationError) {
        if let file { read(file: file.name, file.bytes) }
        read(environment: environment)
        read(flags: flags)
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }

    mutating func refuse(_ place: String, _ key: String?, _ message: String) {
        problems.append(ConfigurationProblem(place: place, key: key, message: message))
    }

    mutating func assign(_ setting: Setting, _ items: [String], from place: String) {
        do {
            try setting.assign(items, &settings)
            origins[setting.name] = place
        } catch {
            refuse(place, setting.name, "\"\(error.value)\" is not allowed; \(error.reason)")
        }
    }

    /// Text of a variable or flag: the items of a list stand between commas.
    mutating func assign(_ setting: Setting, text: String, from place: String) {
        guard setting.isList else { return assign(setting, [text], from: place) }
        let items = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        assign(setting, items, from: place)
    }

    mutating func assign(kafka property: String, _ value: String, from place: String) {
        let key = "\(SettingTable.kafka).\(property)"
        if let reason = SettingTable.reserved[property] {
            return refuse(place, key, "\"\(value)\" cannot be set; \(reason)")
        }
        settings.kafka[property] = value
        origins[key] = place
    }
}
