package import Promo

/// Why an order was credited as it was: the facts, what the registry said of each code, and the
/// parts that follow. For people; nothing here is on the hot path.
package struct Explanation {
    package struct Code {
        package let typed: String
        package let normal: String
        package let verdict: Verdict
        /// The assignment that held, where one did.
        package let assignment: Assignment?
        /// Others that have the code, in the order in which they hold.
        package let others: [Assignment]
        /// What it gave on all lines and on shipping, in minor units.
        package let discount: Int64
        /// Its creator won, or shares.
        package let isCredited: Bool
    }

    package struct Line {
        /// `order`, `refund r-1`, `cancellation`.
        package let cause: String
        package let creator: String?
        package let code: String?
        package let occurredAt: EventTime
        package let measures: Measures
    }

    package struct Survey {
        package let responseID: String
        /// Creators that it names, ascending.
        package let named: [String]
    }

    package let facts: Facts
    package let verdict: Verdict
    package let codes: [Code]
    package let lines: [Line]
    /// The response that counts.
    package let survey: Survey?
    /// The creator of the link that was clicked, which codes go before.
    package let referrer: String?
    package let currency: Currency

    package func text(_ text: Text) -> String {
        String(decoding: facts.text[text], as: UTF8.self)
    }
}
