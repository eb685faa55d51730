/// What a client is for: each has properties of its own.
enum ClientRole {
    /// A group member that reads a stage's inputs.
    case source(group: String, instance: String)
    /// A transactional producer.
    case sink(transactionalID: String)
    /// Ends another producer's transaction.
    case fence(transactionalID: String)
    /// Reads a state log to its end, outside any group.
    case restore
    /// Reads the global topics, then follows them, outside any group.
    case follower
    /// Asks for high watermarks.
    case watermark
    /// Reads published topics for people and tests, outside any group.
    case reader
    /// Commits positions of a group that nobody joins.
    case offsets(group: String)
    /// A plain idempotent producer.
    case producer
    case admin
    /// Deletes the start of state logs.
    case trimmer

    var isConsumer: Bool {
        switch self {
        case .source, .restore, .follower, .watermark, .reader, .offsets: true
        case .sink, .fence, .producer, .admin, .trimmer: false
        }
    }
}

extension ClientRole: CustomStringConvertible {
    var description: String {
        switch self {
        case .source(let group, let instance): "member \(instance) of group \(group)"
        case .sink(let id): "producer \(id)"
        case .fence(let id): "fence of producer \(id)"
        case .restore: "log reader"
        case .follower: "reader of global topics"
        case .watermark: "watermark reader"
        case .reader: "reader"
        case .offsets(let group): "offsets of group \(group)"
        case .producer: "producer"
        case .admin: "admin client"
        case .trimmer: "log trimmer"
        }
    }
}
