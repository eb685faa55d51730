/// A leaderboard: what creators are ranked by, in which window, in which currency.
package struct Leaderboard: Hashable, Sendable {
    /// What creators are ranked by, each in the cohort view.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case net, orders, newCustomers, margin
    }

    /// How many creators it has at most, by the rank of the last one.
    package static let best = 100

    package var kind: Kind
    package var window: Window
    package var currency: Currency

    package init(kind: Kind, window: Window, currency: Currency) {
        self.kind = kind
        self.window = window
        self.currency = currency
    }

    /// All of it in one word: no two leaderboards have the same. Kept in state and sent between
    /// stages, so it never changes.
    package var word: UInt64 {
        UInt64(UInt32(truncatingIfNeeded: window.index)) << 32
            | UInt64(UInt16(bitPattern: window.offsetMinutes)) << 16
            | UInt64(currency.index) << 8 | UInt64(window.kind.rawValue) << 4
            | UInt64(kind.rawValue)
    }

    /// Nil for a word that is no leaderboard's.
    package init?(word: UInt64) {
        let currency = UInt8(word >> 8 & 0xff)
        guard let kind = Kind(rawValue: UInt8(word & 15)),
            let windowKind = WindowKind(rawValue: UInt8(word >> 4 & 15)),
            Int(currency) < Currency.count
        else { return nil }
        self.init(
            kind: kind,
            window: Window(
                kind: windowKind, index: Int64(Int32(truncatingIfNeeded: word >> 32)),
                offsetMinutes: Int16(truncatingIfNeeded: word >> 16)),
            currency: Currency(index: currency))
    }
}

extension Leaderboard.Kind {
    /// The word in the key and the field `board`.
    package var name: StaticString {
        switch self {
        case .net: "net"
        case .orders: "orders"
        case .newCustomers: "new_customers"
        case .margin: "margin"
        }
    }

    /// Minor units of the currency; the others are counts.
    package var isMoney: Bool { self == .net || self == .margin }
}

extension Leaderboard {
    /// What decides a creator's places, in the cohort view.
    package struct Figures: Sendable {
        package let orders: Int64
        package let net: Int64
        private let newCustomers: Int64
        private let margin: Int64?

        package init(_ figure: (Measure) -> Int64) {
            orders = figure(.orders)
            net = figure(.net)
            newCustomers = figure(.newCustomers)
            let (margin, isBeyond) = net.subtractingReportingOverflow(figure(.cost))
            self.margin = figure(.uncostedUnits) != 0 || isBeyond ? nil : margin
        }

        /// What it is ranked by; nil for one who stands on no such board.
        package func value(on kind: Kind) -> Int64? {
            guard orders > 0 else { return nil }
            return switch kind {
            case .net: net
            case .orders: orders
            case .newCustomers: newCustomers
            case .margin: margin
            }
        }
    }
}
