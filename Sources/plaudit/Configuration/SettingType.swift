// The kinds of values that settings have: how each is read, written and described.

/// Why a value was refused, without the key and the place (the caller knows those).
package struct InvalidValue: Error, Equatable {
    package var value: String
    package var reason: String

    package init(_ value: String, _ reason: String) {
        self.value = value
        self.reason = reason
    }
}

package struct SettingType<Value: Equatable & Sendable>: Sendable {
    /// What stands for the value in help: `--lateness <duration>`.
    package var placeholder: String
    package var isList = false
    /// Reads the items of a list, or the one text of a single value.
    package var decode: @Sendable ([String]) throws(InvalidValue) -> Value
    package var encode: @Sendable (Value) -> String
}

extension SettingType<String> {
    /// Text that passes `check`, or the reason that check gives.
    static func text(
        _ placeholder: String, check: @escaping @Sendable (String) -> String?
    ) -> SettingType {
        SettingType(placeholder: placeholder) { items throws(InvalidValue) in
            if let reason = check(items[0]) { throw InvalidValue(items[0], reason) }
            return items[0]
        } encode: {
            $0
        }
    }

    /// Part of a topic's or group's name.
    static func name(limit: Int, mayBeEmpty: Bool) -> SettingType {
        text("name") { text in
            let isLegal = text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard isLegal, text.utf8.count <= limit, mayBeEmpty || !text.isEmpty else {
                return "allowed: \(mayBeEmpty ? 0 : 1) to \(limit) of a-z A-Z 0-9 . _ -"
            }
            return nil
        }
    }
}

extension SettingType<[String]> {
    static func texts(
        _ placeholder: String, check: @escaping @Sendable (String) -> String?
    ) -> SettingType {
        SettingType(placeholder: placeholder, isList: true) { items throws(InvalidValue) in
            for item in items {
                if let reason = check(item) { throw InvalidValue(item, reason) }
            }
            return items
        } encode: {
            $0.joined(separator: ",")
        }
    }
}

extension SettingType<Duration> {
    static func duration(
        from least: Int64 = 0, to most: Int64 = 36500 * 86_400_000
    ) -> SettingType {
        let allowed =
            "allowed: a duration from \(Quantity.text(milliseconds: least)) to "
            + "\(Quantity.text(milliseconds: most)), such as 50ms, 10s, 15m, 24h, 400d"
        return SettingType(placeholder: "duration") { items throws(InvalidValue) in
            guard let value = Quantity.milliseconds(items[0]), (least...most).contains(value)
            else { throw InvalidValue(items[0], allowed) }
            return .milliseconds(value)
        } encode: {
            Quantity.text(milliseconds: $0.milliseconds)
        }
    }
}

extension SettingType<Int64> {
    static func bytes(from least: Int64, to most: Int64) -> SettingType {
        let allowed =
            "allowed: a size from \(Quantity.text(bytes: least)) to \(Quantity.text(bytes: most)), "
            + "such as 65536, 512KiB, 4MiB"
        return SettingType(placeholder: "size") { items throws(InvalidValue) in
            guard let value = Quantity.bytes(items[0]), (least...most).contains(value)
            else { throw InvalidValue(items[0], allowed) }
            return value
        } encode: {
            Quantity.text(bytes: $0)
        }
    }
}
