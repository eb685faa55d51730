package import Codec
import Promo

/// Who placed which order, read from the orders topic in whatever format it has.
package final class OrderCustomers {
    private let wanted: Set<String>
    private let translator: (any Translator)?
    private let translation = Translation()
    private let decoder = OrderDecoder()
    private var order = Order()
    private var latest: [String: (version: Int64, customer: String?)] = [:]

    /// - Parameter wanted: the ids of the orders to look for.
    package init(of wanted: Set<String>, format: InputFormat) {
        self.wanted = wanted
        translator = format.makeTranslator()
        decoder.isTranslated = translator != nil
    }

    /// The customers' ids by order id, of the orders that say one.
    package var customers: [String: String] { latest.compactMapValues(\.customer) }

    /// Takes a record of the orders topic. One that cannot be used says nothing here either.
    package func apply(key: [UInt8]?, value: [UInt8]?) {
        guard let key, let value else { return }
        let id = String(decoding: key, as: UTF8.self)
        guard wanted.contains(id) else { return }
        key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                guard let translator else { return read(value, key, id) }
                guard (try? translator.translate(value, key: key, into: translation)) != nil else {
                    return
                }
                for index in 0..<translation.count where translation.shape(of: index) == .order {
                    translation.withValue(of: index) { read($0, key, id) }
                }
            }
        }
    }

    private func read(_ value: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, _ id: String)
    {
        let input = DecodeInput(
            key: key, value: value, timestamp: EventTime(milliseconds: -1), isRightPartition: true)
        guard (try? decoder.decode(input, into: &order)) != nil,
            order.version >= latest[id]?.version ?? .min
        else { return }
        let customer =
            order.customerID.isAbsent
            ? nil : String(decoding: order.text[order.customerID], as: UTF8.self)
        latest[id] = (order.version, customer)
    }
}
