import Promo

// The orders topic in one pass over the text: for orders as programs write them, in ASCII without
// escapes, with amounts of a usual size. It knows no errors. Whatever it does not expect, from a
// doubled field to a price with a sign, makes it give up, and `OrderDecoder` reads the tape, which
// takes the same order or says what is wrong with it.

final class PlainOrderReader {
    /// What an order does not keep of a line, but its content hash takes.
    struct LineNote {
        var unitPrice: Int64
        /// -1 without one.
        var unitCost: Int64
        var firstDiscount: Int
    }

    /// A discount's code as typed; nil without one.
    struct DiscountNote {
        var code: UnsafeRawBufferPointer?
        var hash: UInt64
    }

    /// Amounts and quantities are below these; then no sum over `mostLines` lines is near Int64's
    /// end.
    static let mostAmount: Int64 = 1 << 38
    static let mostQuantity: Int64 = 1 << 12
    static let mostLines = 1 << 10

    let reader: RecordReader
    let orderNames: MemberNames<OrderField>
    let customerNames: MemberNames<CustomerField>
    let codeNames: MemberNames<CodeField>
    let lineNames: MemberNames<OrderLineField>
    let discountNames: MemberNames<DiscountField>
    let referrerNames: MemberNames<ReferrerField>
    let codeIndex: HashIndex
    let lineIndex: HashIndex
    var times = TimeReader()
    var currencies = CurrencyReader()
    var lineNotes: [LineNote] = []
    var discountNotes: [DiscountNote] = []
    var storeID = Text.absent
    var region = Text.absent
    var hasVersion = false
    /// Of the order's currency; -1 before that is known.
    var decimals = -1

    /// Shares the decoder's tables and memory.
    init(_ decoder: OrderDecoder) {
        reader = decoder.reader
        orderNames = MemberNames(decoder.orderNames)
        customerNames = MemberNames(decoder.customerNames)
        codeNames = MemberNames(decoder.codeNames)
        lineNames = MemberNames(decoder.lineNames)
        discountNames = MemberNames(decoder.discountNames)
        referrerNames = MemberNames(decoder.referrerNames)
        codeIndex = decoder.codeIndex
        lineIndex = decoder.lineIndex
    }

    /// - Returns: false where it gave up; `order` then holds nothing that may be used.
    func read(_ input: DecodeInput, into order: inout Order) -> Bool {
        guard input.value.count <= RecordReader.largestValue, input.isRightPartition,
            let key = input.key
        else { return false }
        reader.tape.load(input.value)
        order.text.append(contentsOf: input.value)
        begin()
        var cursor = PlainCursor(reader.tape.bytes)
        guard readOrder(&cursor, &order), cursor.peek() == 0,
            cursor.next == reader.tape.bytes + reader.tape.textCount,
            RecordReader.isEqual(key, bytes(order.orderID)), isPast(order, input),
            isTaxContained(in: order)
        else { return false }
        if !hasVersion { order.version = order.updatedAt?.milliseconds ?? 0 }
        order.contentHash = contentHash(of: order)
        settleDiscounts(&order)
        return true
    }

    private func begin() {
        lineNotes.removeAll(keepingCapacity: true)
        if !discountNotes.isEmpty { discountNotes.removeAll(keepingCapacity: true) }
        codeIndex.reset()
        lineIndex.reset()
        storeID = .absent
        region = .absent
        hasVersion = false
        decimals = -1
    }

    func bytes(_ text: Text) -> UnsafeRawBufferPointer { reader.bytes(of: text) }
}
