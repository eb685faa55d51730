package enum AttributionKind: UInt8, CaseIterable, Sendable {
    case redemption, adjustment, `return`, cancellation, reassignment, rejection, survey, watermark

    package var name: StaticString {
        switch self {
        case .redemption: "redemption"
        case .adjustment: "adjustment"
        case .return: "return"
        case .cancellation: "cancellation"
        case .reassignment: "reassignment"
        case .rejection: "rejection"
        case .survey: "survey"
        case .watermark: "watermark"
        }
    }
}
