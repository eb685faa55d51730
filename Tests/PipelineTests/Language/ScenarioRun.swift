/// Ways to send the same records: whatever is chosen, the end must be the same.
struct Delivery: Sendable, CustomStringConvertible {
    var description: String
    /// Records a transaction.
    var batch = 1
    /// Every n-th transaction is undone and done again; 0 = none.
    var abortEvery = 0
    /// The tasks begin again on the kept state after every n-th record; 0 = never.
    var restartEvery = 0
}

enum ScenarioRun {
    /// As the scenario is written, with its pauses and restarts.
    static func asWritten(_ scenario: Scenario) throws -> InMemoryPipeline {
        var settings = try scenario.firstSettings()
        let pipeline = InMemoryPipeline(settings: try settings.pipelineSettings())
        for step in scenario.steps {
            switch step.verb {
            case "settle": pipeline.settle()
            case "restart":
                pipeline.settle()
                try settings.apply(step)
                pipeline.restart(settings: try settings.pipelineSettings())
            default: if let record = try InputRecord(step) { pipeline.send(record) }
            }
        }
        pipeline.settle()
        return pipeline
    }

    /// The records alone, under the settings that the scenario ends with.
    static func run(
        _ records: [InputRecord], of scenario: Scenario, _ delivery: Delivery
    ) throws -> InMemoryPipeline {
        let settings = try scenario.lastSettings().pipelineSettings()
        let pipeline = InMemoryPipeline(settings: settings)
        pipeline.batch = delivery.batch
        pipeline.abortEvery = delivery.abortEvery
        for (index, record) in records.enumerated() {
            pipeline.send(record)
            if delivery.restartEvery > 0, (index + 1) % delivery.restartEvery == 0 {
                pipeline.restart(settings: settings)
            }
        }
        pipeline.settle()
        return pipeline
    }
}

extension InMemoryPipeline {
    func send(_ record: InputRecord) {
        send(
            record.topic, key: record.key.map { Array($0.utf8) },
            value: record.value.map { Array($0.utf8) })
    }
}
