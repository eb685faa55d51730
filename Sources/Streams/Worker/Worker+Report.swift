// What the worker says of itself: once a commit and once an idle turn, never once a record.

extension Worker {
    func report(_ touched: [PartitionTask], records: Int, duration: Int64?) {
        let published = publishedInTransaction
        publishedInTransaction = 0
        monitor.update { status in
            status.partitions = ownTasks.map(\.partition)
            status.progress = progress()
            status.isIdle = false
            status.idleSince = nil
            status.state = .running
            status.recordsProcessed += records
            status.recordsPublished += published
            status.stateEntries = ownTasks.reduce(0) { $0 + $1.table.count }
            status.stateBytes = ownTasks.reduce(0) { $0 + $1.table.footprint }
            guard let duration else { return }
            status.transactionsCommitted += 1
            status.commits.record(duration)
        }
    }

    func reportIdle() {
        guard membership != nil else { return }
        let now = clock.monotonic
        let isIdle =
            batch.pointee.count == 0 && !hasWork && ownTasks.allSatisfy { $0.stageTask.isSettled }
        monitor.update { status in
            status.progress = progress()
            status.isIdle = isIdle
            status.idleSince = isIdle ? status.idleSince ?? now : nil
            status.state = .running
        }
    }

    private func progress() -> [WorkerStatus.Progress] {
        ownTasks.flatMap { task in
            description.inputs.indices.map { input in
                WorkerStatus.Progress(
                    topic: description.inputs[input], partition: task.partition,
                    reached: source.reached(topic: Int32(input), partition: task.partition)
                        ?? task.positions[input],
                    committed: task.committedPositions[input])
            }
        }
    }
}
