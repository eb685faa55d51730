// Settings by flag: --brand-time-zone Europe/Berlin, --kafka linger.ms=5.

extension Configuration {
    mutating func read(flags: [(name: String, value: String)]) {
        for flag in flags {
            let place = "--\(flag.name)"
            if let setting = SettingTable.all.first(where: { $0.flag == flag.name }) {
                assign(setting, text: flag.value, from: place)
            } else if let split = flag.value.firstIndex(of: "="), split > flag.value.startIndex {
                let value = flag.value[flag.value.index(after: split)...]
                assign(kafka: String(flag.value[..<split]), String(value), from: place)
            } else {
                let message = "\"\(flag.value)\" is not allowed; allowed: property=value"
                refuse(place, SettingTable.kafka, message)
            }
        }
    }
}
