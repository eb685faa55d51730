import Promo

// The members that attributions and scorecards have in common. Spelled out one by one: a loop over
// their names would copy each from a table.

extension JSONPen {
    /// Room for all measures, or for a survey's counts, with their names.
    static let measuresRoom = 18 * (24 + longestNumber)

    /// The measures that an attribution spells out, `orders` to `returned_orders`; `figure` gives
    /// each by its number.
    @inline(__always)
    mutating func attributed(decimals: Int, _ figure: (Int) -> Int64) {
        raw("\"orders\":")
        integer(figure(0))
        raw(",\"units\":")
        integer(figure(1))
        raw(",\"gross\":")
        money(figure(2), decimals: decimals)
        raw(",\"discount\":")
        money(figure(3), decimals: decimals)
        raw(",\"code_discount\":")
        money(figure(4), decimals: decimals)
        raw(",\"returned_units\":")
        integer(figure(5))
        raw(",\"returns\":")
        money(figure(6), decimals: decimals)
        raw(",\"net\":")
        money(figure(7), decimals: decimals)
        raw(",\"cost\":")
        money(figure(8), decimals: decimals)
        raw(",\"uncosted_units\":")
        integer(figure(9))
        raw(",\"cancelled_orders\":")
        integer(figure(10))
        raw(",\"returned_orders\":")
        integer(figure(11))
    }

    /// All measures.
    @inline(__always)
    mutating func counted(decimals: Int, _ figure: (Int) -> Int64) {
        attributed(decimals: decimals, figure)
        raw(",\"new_customers\":")
        integer(figure(12))
        raw(",\"returning_customers\":")
        integer(figure(13))
        raw(",\"unknown_customers\":")
        integer(figure(14))
        raw(",\"online_orders\":")
        integer(figure(15))
        raw(",\"app_orders\":")
        integer(figure(16))
        raw(",\"pos_orders\":")
        integer(figure(17))
    }

    /// The members of a `survey` object; `count` gives each by its number.
    @inline(__always)
    mutating func survey(decimals: Int, _ count: (Int) -> Int64) {
        raw("\"agree\":")
        integer(count(0))
        raw(",\"disagree\":")
        integer(count(1))
        raw(",\"other\":")
        integer(count(2))
        raw(",\"claimed\":")
        integer(count(3))
        raw(",\"self_reported_orders\":")
        integer(count(4))
        raw(",\"self_reported_net\":")
        money(count(5), decimals: decimals)
    }
}

extension JSONWriter {
    /// The members of a `survey` object.
    @inline(__always)
    func survey(decimals: Int, _ count: (Int) -> Int64) {
        lend(JSONPen.measuresRoom) { $0.survey(decimals: decimals, count) }
    }
}
