import Glibc
import Kafka
import Pipeline
import Streams

/// The Kafka cluster of a configuration, and what our topics there are called.
struct Cluster {
    /// How long a command waits for a broker that does not answer, in ms.
    static let patience: Int32 = 10_000

    let settings: Settings
    let topics: Topics
    let client: ClientConfiguration

    /// Throws `ConfigurationError` for a librdkafka property that cannot be used.
    init(_ configuration: Configuration, logger: Logger) throws {
        settings = configuration.settings
        topics = Topics(prefix: settings.prefix, applicationID: settings.applicationID)
        client = ClientConfiguration(
            bootstrapServers: settings.bootstrapServers.joined(separator: ","),
            clientID: settings.applicationID, extra: settings.kafka,
            log: LogBridge { Self.pass($0, to: logger) })
        do throws(PropertyError) {
            try client.check()
        } catch {
            let name = "\(SettingTable.kafka).\(error.property)"
            let hint = error.nearest.map { "; did you mean \($0)?" } ?? ""
            throw ConfigurationError(problems: [
                ConfigurationProblem(
                    place: configuration.origins[name] ?? "kafka", key: name,
                    message: error.problem + hint)
            ])
        }
    }

    /// `<application id>-<stage>`
    func group(of stage: String) -> String { "\(settings.applicationID)-\(stage)" }

    /// An admin client whose cluster answers, or `Failure` 69 with the reason.
    func reach() throws -> KafkaAdmin {
        do throws(StreamError) {
            let admin = try KafkaAdmin(client)
            try admin.reach(within: Self.patience)
            return admin
        } catch {
            throw Failure(error)
        }
    }

    private static func pass(_ line: LogLine, to logger: Logger) {
        let level: Logger.Level =
            switch line.level {
            // An error of a client is one that it goes on trying to overcome.
            case .error, .warning: .warning
            case .info, .debug: .debug
            }
        logger.log(level, line.text, ["librdkafka": line.facility])
    }
}
