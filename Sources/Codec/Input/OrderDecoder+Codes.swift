import Promo

extension OrderDecoder {
    /// The order's codes, distinct in normal form; those of which nothing is left are dropped.
    func readCodes(_ entry: Int?, _ order: inout Order) throws(Refusal) {
        codeIndex.reset()
        let array = try reader.array(entry)
        try reader.forEachObject(in: array) { element throws(Refusal) in
            let fields = reader.notedFields(of: element, codeNames)
            guard let typed = reader.code(fields[.code]) else { return }
            reader.normalForm.read(typed)
            guard !reader.normalForm.bytes.isEmpty else { return }
            let hash = reader.normalForm.hash
            guard codeIndex.insert(hash) else { return }
            reader.content.add(typed)
            order.codes.append(
                OrderCode(
                    typed: reader.span(typed), normal: normalText(typed, &order), hash: hash))
        }
        reader.content.add(Int64(order.codes.count))
    }

    /// Where the normal form that was read last lies: the typed code's own place where they are
    /// equal, else behind all.
    private func normalText(_ typed: UnsafeRawBufferPointer, _ order: inout Order) -> Text {
        let normal = reader.normalForm.bytes
        return RecordReader.isEqual(normal, typed) ? reader.span(typed) : order.text.add(normal)
    }

    /// A list of discounts; their sum, nil where it is beyond Int64. `line` is -1 for shipping.
    func readDiscounts(
        _ entry: Int?, line: Int32, _ decimals: Int, into discounts: inout [OrderDiscount]
    ) throws(Refusal) -> Int64? {
        var sum: Int64? = 0
        var count: Int64 = 0
        let array = try reader.array(entry)
        try reader.forEachObject(in: array) { element throws(Refusal) in
            let fields = reader.notedFields(of: element, discountNames)
            let code = placeOfCode(fields[.code])
            let amountEntry = try reader.required(fields, .amount)
            let amount = try reader.amount(amountEntry, decimals)
            reader.content.add(amount ?? 0)
            sum = reader.add(sum, amount, at: amountEntry)
            discounts.append(OrderDiscount(line: line, code: code, amount: amount ?? 0))
            count += 1
        }
        reader.content.add(count)
        return sum
    }

    /// The place of a discount's code among the order's; -1 for none, or one the order does not
    /// list. An empty code is none.
    private func placeOfCode(_ entry: Int?) -> Int32 {
        guard let typed = reader.code(entry) else {
            reader.content.add(nil as UnsafeRawBufferPointer?)
            return -1
        }
        reader.normalForm.read(typed)
        reader.content.add(reader.normalForm.bytes.isEmpty ? nil : typed)
        return codeIndex.place(of: reader.normalForm.hash)
    }
}
