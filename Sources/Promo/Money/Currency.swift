/// An ISO 4217 currency, as its place in the table of currencies.
package struct Currency: Hashable, Sendable {
    package var index: UInt8

    package init(index: UInt8) { self.index = index }

    /// No currency; never in a decoded record.
    package static let none = Currency(index: 0)
}
