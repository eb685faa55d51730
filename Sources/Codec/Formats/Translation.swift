import Promo

/// Which of the contract's shapes a canonical record has.
package enum RecordShape: Sendable { case order, refund, response }

/// The canonical records that one shop record says, as JSON bytes in one buffer that is used again.
package final class Translation {
    private let json = JSONWriter()
    private var bytes: [UInt8] = []
    private var pieces: [(shape: RecordShape, range: Range<Int>)] = []
    /// Whether the object or array at hand has a member yet, by depth.
    private var hasMember: [Bool] = []

    package init() {}

    package var count: Int { pieces.count }

    package func reset() {
        bytes.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
    }

    package func shape(of index: Int) -> RecordShape { pieces[index].shape }

    package func withValue<Result>(
        of index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        bytes.withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[pieces[index].range]))
        }
    }

    // MARK: - Writing

    func record(_ shape: RecordShape, _ body: () -> Void) {
        json.reset()
        hasMember.removeAll(keepingCapacity: true)
        json.raw("{")
        hasMember.append(false)
        body()
        hasMember.removeLast()
        json.raw("}")
        let start = bytes.count
        bytes.append(contentsOf: json.bytes)
        pieces.append((shape, start..<bytes.count))
    }

    func text(_ name: StaticString, _ value: UnsafeRawBufferPointer?) {
        guard let value else { return }
        member(name)
        json.string(value)
    }

    func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        member(name)
        json.string(Array(value.utf8)[...])
    }

    /// A value as the shop wrote it: what may be wrong with it is for the decoder to say.
    func copy(_ name: StaticString, _ value: TapeValue?) {
        guard let value else { return }
        member(name)
        switch value.kind {
        case .string: json.string(value.bytes)
        case .integer, .number: json.raw(value.bytes)
        case .true: json.raw("true")
        case .false: json.raw("false")
        case .null: json.raw("null")
        case .array: json.raw("[]")
        case .object: json.raw("{}")
        }
    }

    /// What was picked: a text, or a list of them.
    func picks(_ name: StaticString, _ value: TapeValue?) {
        guard let value, value.kind == .array else { return text(name, value?.text) }
        array(name) {
            for pick in value.children {
                guard let text = pick.text else { continue }
                separate()
                json.string(text)
            }
        }
    }

    func flag(_ name: StaticString, _ value: Bool) {
        member(name)
        json.bool(value)
    }

    func integer(_ name: StaticString, _ value: Int64) {
        member(name)
        json.integer(value)
    }

    func time(_ name: StaticString, _ value: EventTime?) {
        guard let value else { return }
        member(name)
        json.time(value)
    }

    /// An amount with all its decimals; the canonical decoder says where there are too many.
    func amount(_ name: StaticString, _ value: SignedDecimal?) {
        text(name, value?.text)
    }

    /// A quantity: canonical ones are whole, and one that is not is shown as it is, to be refused.
    func quantity(_ value: SignedDecimal?) {
        guard let value else { return }
        guard value.isWhole, let whole = value.minorUnits(decimals: 0) else {
            return amount("quantity", value)
        }
        integer("quantity", whole)
    }

    func array(_ name: StaticString, _ body: () -> Void) {
        member(name)
        json.raw("[")
        hasMember.append(false)
        body()
        hasMember.removeLast()
        json.raw("]")
    }

    /// An element of the array at hand, or with a name a member of the object at hand.
    func object(_ name: StaticString? = nil, _ body: () -> Void) {
        if let name { member(name) } else { separate() }
        json.raw("{")
        hasMember.append(false)
        body()
        hasMember.removeLast()
        json.raw("}")
    }

    private func member(_ name: StaticString) {
        separate()
        json.raw("\"")
        json.raw(name)
        json.raw("\":")
    }

    private func separate() {
        if hasMember[hasMember.count - 1] { json.raw(",") }
        hasMember[hasMember.count - 1] = true
    }
}
