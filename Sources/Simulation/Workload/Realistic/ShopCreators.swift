// The creators of the realistic shop: who they are, their codes, and how often each is used.

/// N creators, each with one code. The first are the most popular.
package struct ShopCreators: Sendable {
    package let count: Int
    /// Sums of the weights 1 ÷ (place + 10): a few creators sell most, many sell something.
    private let weightSums: [UInt64]

    package init(count: Int) {
        precondition(count > 0, "a shop needs a creator")
        self.count = count
        var sum: UInt64 = 0
        weightSums = (0..<count).map { place in
            sum += 1_000_000_000 / UInt64(place + 10)
            return sum
        }
    }

    /// One creator by popularity.
    package func draw(_ numbers: inout SeededGenerator) -> Int {
        let total = weightSums[count - 1]
        let mark = numbers.next().multipliedFullWidth(by: total).high
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if weightSums[middle] > mark { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// `MIA20`, `MIAROSSI20`, `MIAROSSI20-2`: no two creators share one.
    package func code(_ creator: Int) -> String {
        let surname = creator < Self.names.count ? "" : surname(creator)
        return (name(creator) + surname).uppercased() + "\(percent(creator))"
            + numbered(creator, "-")
    }

    /// What the code takes off, per cent.
    package func percent(_ creator: Int) -> Int { [20, 15, 10, 25][creator % 4] }

    package func id(_ creator: Int) -> String {
        "\(name(creator))-\(surname(creator))".lowercased() + numbered(creator, "-")
    }

    package func fullName(_ creator: Int) -> String {
        "\(name(creator)) \(surname(creator))" + numbered(creator, " ")
    }

    package func handle(_ creator: Int) -> String {
        "@\(name(creator)).\(surname(creator))".lowercased() + numbered(creator, ".")
    }

    package func campaign(_ creator: Int) -> String {
        ["glow", "winter-skin", "back-to-school", "first-light", "refill"][creator % 5]
    }

    package func channel(_ creator: Int) -> String {
        ["tiktok", "instagram", "youtube", "podcast", "newsletter", "twitch"][creator / 5 % 6]
    }

    private func name(_ creator: Int) -> String { Self.names[creator % Self.names.count] }

    private func surname(_ creator: Int) -> String {
        // Moved on by the name too, so that the first creators do not all have one surname.
        let place = creator / Self.names.count + creator % Self.names.count
        return Self.surnames[place % Self.surnames.count]
    }

    /// Tells apart those who share both names.
    private func numbered(_ creator: Int, _ mark: String) -> String {
        let round = creator / (Self.names.count * Self.surnames.count)
        return round == 0 ? "" : "\(mark)\(round + 1)"
    }

    private static let names = words(
        """
        Mia Leo Zoe Kai Ava Noah Lina Omar Ines Hugo Maya Theo Nora Elif Jonas Priya Diego Sofia \
        Emre Yuki Clara Mateo Freya Amir Ruby Luca Tara Nico Wren Isla Felix Hana Oscar Juno \
        Rafael Signe Milo Carmen Idris Astrid
        """)

    private static let surnames = words(
        """
        Rossi Okafor Lindqvist Tanaka Moreau Silva Novak Haddad Jensen Kowalski Reyes Bianchi \
        Fischer Osei Larsen Petrov Duarte Keller Mbeki Sato Villa Brandt Costa Dahl Ekman Farah \
        Gruber Hoshino Ibarra Juhasz Kaplan Laurent Mendes Nakamura Olsen Pereira Quist Romano \
        Santos Toivonen
        """)

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
