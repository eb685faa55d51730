import Foundation
import Kafka
import Synchronization

/// The floor's process: each stage on a thread, as the workers of the processor.
struct FloorCommand {
    private let configuration: ClientConfiguration
    private let plans: [(name: String, path: String)]

    /// `--servers host:port --name N --plans a,b`
    init(_ arguments: BenchArguments) throws {
        guard let servers = arguments["servers"], let name = arguments["name"],
            let paths = arguments["plans"]
        else { throw BenchFailure("floor: --servers, --name and --plans") }
        configuration = ClientConfiguration(bootstrapServers: servers, clientID: "plaudit")
        plans = paths.split(separator: ",").enumerated().map { ("\(name)-\($0)", String($1)) }
    }

    func run() throws {
        FreedMemory.keep()
        let failures = Mutex<[String]>([])
        let group = DispatchGroup()
        for (name, path) in plans {
            group.enter()
            let configuration = configuration
            Thread {
                do {
                    try FloorStage(FloorPlan(path: path), name: name, configuration).work()
                } catch {
                    failures.withLock { $0.append("\(name): \(error)") }
                }
                group.leave()
            }.start()
        }
        group.wait()
        let failed = failures.withLock { $0 }
        if !failed.isEmpty { throw BenchFailure(failed.joined(separator: "; ")) }
    }
}
