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
        /// The place behind its last discount among the order's.
        var discountEnd: Int
    }

    /// Amounts and quantities are below these; then no sum over `mostLines` lines is near Int64's
    /// end.
    static let mostAmount: Int64 = 1 << 38
    static let mostQuantity: Int64 = 1 << 12
    static let mostLines = 1 << 10
    /// A discount's code is looked for by its bytes among so many of the order's, else by its hash.
    static let fewCodes = 4

    let normalForm: NormalForm
    let orderNames = MemberNames<OrderField>()
    let customerNames = MemberNames<CustomerField>()
    let codeNames = MemberNames<CodeField>()
    let lineNames = MemberNames<OrderLineField>()
    let discountNames = MemberNames<DiscountField>()
    let referrerNames = MemberNames<ReferrerField>()
    let codeIndex = HashIndex()
    let lineIndex = HashIndex()
    let blankLine = OrderLine(
        lineID: .absent, lineHash: 0, sku: .absent, quantity: 0, price: 0, tax: 0, cost: nil,
        isGiftCard: false)
    var times = TimeReader()
    var currencies = CurrencyReader()
    let lineNotes = UnsafeMutablePointer<LineNote>.allocate(capacity: mostLines)
    /// The codes of all discounts as typed; nil without one.
    let discountCodes = UnsafeMutablePointer<UnsafeRawBufferPointer?>.allocate(
        capacity: mostLines)
    var discountCount = 0
    var storeID = Text.absent
    var region = Text.absent
    var hasVersion = false
    /// How amounts of the order's currency are written.
    var form = AmountForm.unknown

    /// The arena of the order that is being read: the record's text, zeros, and what is derived.
    private var arena = TextArena()
    /// The address of its first byte.
    private var start = 0
    /// Normal forms that are not as typed; they go behind what is there when the text was read.
    private var forms: [UInt8] = []
    private var firstForm = 0

    /// - Parameter normalForm: which it uses while it reads.
    init(_ normalForm: NormalForm) { self.normalForm = normalForm }

    deinit {
        lineNotes.deallocate()
        discountCodes.deallocate()
    }

    /// - Returns: false where it gave up; `order` then holds nothing that may be used.
    func read(_ input: DecodeInput, into order: inout Order) -> Bool {
        guard input.value.count <= RecordReader.largestValue, input.isRightPartition,
            let key = input.key
        else { return false }
        swap(&order.text, &arena)
        defer { swap(&order.text, &arena) }
        arena.load(input.value, zeros: JSONTape.padding)
        begin()
        let isRead = arena.bytes.withUnsafeBytes { bytes in
            start = Int(bitPattern: bytes.baseAddress)
            firstForm = input.value.count + JSONTape.padding
            return read(bytes, input, key, &order)
        }
        guard isRead else { return false }
        if !forms.isEmpty { _ = arena.add(forms) }
        return true
    }

    private func read(
        _ text: UnsafeRawBufferPointer, _ input: DecodeInput, _ key: UnsafeRawBufferPointer,
        _ order: inout Order
    ) -> Bool {
        guard let first = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return false
        }
        var cursor = PlainCursor(first)
        guard readOrder(&cursor, &order), cursor.peek() == 0,
            cursor.next == first + input.value.count,
            RecordReader.isEqual(key, bytes(order.orderID)), isPast(order, input),
            !order.taxesIncluded || isTaxContained(in: order)
        else { return false }
        if !hasVersion { order.version = order.updatedAt?.milliseconds ?? 0 }
        order.contentHash = settle(&order)
        return true
    }

    private func begin() {
        if !forms.isEmpty { forms.removeAll(keepingCapacity: true) }
        discountCount = 0
        codeIndex.reset()
        lineIndex.reset()
        storeID = .absent
        region = .absent
        hasVersion = false
        form = .unknown
    }

    @inline(__always)
    func bytes(_ text: Text) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: UnsafeRawPointer(bitPattern: start &+ Int(text.start)),
            count: max(0, Int(text.count)))
    }

    /// Where bytes of the record's text lie in the order's arena.
    @inline(__always)
    func span(_ bytes: UnsafeRawBufferPointer) -> Text {
        Text(
            start: Int32(truncatingIfNeeded: Int(bitPattern: bytes.baseAddress) &- start),
            count: Int32(truncatingIfNeeded: bytes.count))
    }

    /// Where the normal form that was read last will lie.
    func keepNormalForm() -> Text {
        let place = firstForm + forms.count
        forms.append(contentsOf: normalForm.bytes)
        return Text(start: Int32(place), count: Int32(normalForm.bytes.count))
    }
}
