/// The spans over which scorecards are kept, in the brand's time zone.
package enum WindowKind: UInt8, CaseIterable, Sendable {
    case all, month, week, day, hour

    /// The word in the configuration and before the colon of a window's name.
    package var name: StaticString {
        switch self {
        case .all: "all"
        case .month: "month"
        case .week: "week"
        case .day: "day"
        case .hour: "hour"
        }
    }

    /// Scorecards of these windows name their best products (contract §2).
    package var hasProducts: Bool {
        switch self {
        case .all, .month: true
        case .week, .day, .hour: false
        }
    }
}

/// One window: half open, in local time.
package struct Window: Hashable, Sendable {
    package let kind: WindowKind
    /// Months since year 0, ISO weeks since the Monday before 1970, days since 1970-01-01, hours of
    /// the local clock since then; 0 for `all`.
    package let index: Int64
    /// Of an hour that the local clock shows twice: its offset from UTC in minutes; else `once`.
    package let offsetMinutes: Int16

    package static let once = Int16.min

    @inlinable
    package static func == (a: Window, b: Window) -> Bool {
        a.index == b.index && a.kind == b.kind && a.offsetMinutes == b.offsetMinutes
    }

    package init(kind: WindowKind, index: Int64, offsetMinutes: Int16 = Window.once) {
        self.kind = kind
        self.index = index
        self.offsetMinutes = offsetMinutes
    }
}
