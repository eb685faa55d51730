/// Where an order was placed.
package enum SalesChannel: UInt8, CaseIterable, Sendable {
    case online, app, pos
}

/// A set of sales channels; empty means all of them, as in an assignment's `redeemable`.
package struct SalesChannelSet: Hashable, Sendable {
    package var bits: UInt8

    package init(bits: UInt8 = 0) { self.bits = bits }

    package mutating func insert(_ channel: SalesChannel) { bits |= 1 << channel.rawValue }

    package func includes(_ channel: SalesChannel) -> Bool {
        bits == 0 || bits & (1 << channel.rawValue) != 0
    }
}
