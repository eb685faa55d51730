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

    /// Its place in a set of kinds that is a byte.
    package var bit: UInt8 { 1 << rawValue }

    /// Minor units of the currency; the others are counts.
    package var isMoney: Bool { self == .net || self == .margin }
}

extension Leaderboard {
    /// What decides a creator's places, in the cohort view.
    package struct Figures: Sendable {
        package let orders: Int64
        package let net: Int64
        /// What it is ranked by, in the order of the kinds; 0 where it stands on no such board.
        package let values: SIMD4<Int64>
        /// On boards of which it stands, each a bit.
        package let kinds: UInt8

        /// - Parameter cohort: all measures in their order, 8 bytes each.
        package init(cohort: UnsafeRawPointer) {
            func figure(_ measure: Measure) -> Int64 {
                cohort.loadUnaligned(fromByteOffset: 8 * measure.rawValue, as: Int64.self)
            }
            orders = figure(.orders)
            net = figure(.net)
            let (margin, isBeyond) = net.subtractingReportingOverflow(figure(.cost))
            let hasMargin = figure(.uncostedUnits) == 0 && !isBeyond
            let isRanked = orders > 0
            values =
                isRanked
                ? SIMD4(net, orders, figure(.newCustomers), hasMargin ? margin : 0) : SIMD4()
            kinds = !isRanked ? 0 : hasMargin ? 0b1111 : 0b0111
        }

        /// Nil for one who stands on no such board.
        package func value(on kind: Kind) -> Int64? {
            kinds & kind.bit == 0 ? nil : values[Int(kind.rawValue)]
        }
    }
}
