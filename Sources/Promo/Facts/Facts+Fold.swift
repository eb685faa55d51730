// Folding a refund or a response into the facts: the latest version of each id stands (contract
// §4).

extension Facts {
    /// - Returns: the refund's index; nil where it changes nothing (a duplicate or a lower
    ///   version).
    package mutating func fold(
        _ refund: Refund, offset: Int64, isOnOrders: Bool = false
    ) -> Int? {
        let known = refunds.firstIndex {
            text[$0.refundID].elementsEqual(refund.text[refund.refundID.range])
        }
        if let known, !takesOver(refund.version, refund.contentHash, refunds[known].stand) {
            return nil
        }
        let firstLine = Int32(refundLines.count)
        refundLines.append(contentsOf: refund.lines)
        guard let known else {
            let id = adopt(refund.refundID, from: refund.text)
            var fact = RefundFact(refund, refundID: id, firstLine: firstLine, offset: offset)
            fact.isOnOrders = isOnOrders
            refunds.append(fact)
            return refunds.count - 1
        }
        var fact = RefundFact(
            refund, refundID: refunds[known].refundID, firstLine: firstLine, offset: offset)
        fact.isOnOrders = isOnOrders
        fact.raised = refunds[known].raised
        fact.isConflict = refund.version == refunds[known].version
        if !fact.isConflict { fact.raised.remove(.versionConflict) }
        refunds[known] = fact
        return known
    }

    /// - Returns: the response's index; nil where it changes nothing.
    package mutating func fold(_ response: SurveyResponse, offset: Int64) -> Int? {
        let known = responses.firstIndex {
            text[$0.responseID].elementsEqual(response.text[response.responseID.range])
        }
        if let known, !takesOver(response.version, response.contentHash, responses[known].stand) {
            return nil
        }
        let id =
            known.map { responses[$0].responseID }
            ?? adopt(response.responseID, from: response.text)
        var fact = ResponseFact(
            responseID: id, version: response.version, contentHash: response.contentHash,
            answeredAt: response.answeredAt,
            question: adopt(response.question, from: response.text),
            choice: adopt(response.choice, from: response.text),
            answer: adopt(response.answer, from: response.text), offset: offset)
        guard let known else {
            responses.append(fact)
            return responses.count - 1
        }
        fact.raised = responses[known].raised
        fact.isConflict = response.version == responses[known].version
        if !fact.isConflict { fact.raised.remove(.versionConflict) }
        responses[known] = fact
        return known
    }

    /// A higher version does; so does the same version with other content, which comes later.
    private func takesOver(
        _ version: Int64, _ contentHash: UInt64, _ stand: (version: Int64, contentHash: UInt64)
    ) -> Bool {
        version > stand.version
            || (version == stand.version && contentHash != stand.contentHash)
    }
}

extension RefundFact {
    fileprivate var stand: (version: Int64, contentHash: UInt64) { (version, contentHash) }
}

extension ResponseFact {
    fileprivate var stand: (version: Int64, contentHash: UInt64) { (version, contentHash) }
}
