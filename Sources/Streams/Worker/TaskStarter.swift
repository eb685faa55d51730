// The start of a partition, in the order that makes it exact (design §3, invariant 5). The producer
// is open already, so nothing of ours is under way. Then:
//
//   committed offsets, stable ─▶ high watermark of the state log ─▶ restore up to it
//   ─▶ numbers agree ─▶ globals at least as far as the state's ─▶ task
//
// Whoever wrote the last block had it acknowledged before its offsets were accepted: offsets that
// are stable mean that the block lies before the mark that is asked for afterwards.

struct TaskStarter {
    let worker: Worker

    private var description: StageDescription { worker.description }

    /// Hands over the tasks in turn. False where a rebalance or the end came between.
    func start(
        _ partitions: [Int32], parked: [Int32: PartitionTask], _ body: (PartitionTask) -> Void
    ) throws(StreamError) -> Bool {
        guard let committed = try committedPositions(of: partitions) else { return false }
        for partition in partitions {
            let offsets = CommittedOffsets(
                committed.filter { $0.partition == partition }, inputs: description.inputs)
            try offsets.check(partition)
            if let task = parked[partition], task.number == offsets.number,
                task.committedPositions == offsets.positions
            {
                try rewindWhereAnew(task)
                body(task)
                continue
            }
            guard let task = try restore(partition, offsets) else { return false }
            body(task)
        }
        return true
    }

    private func restore(
        _ partition: Int32, _ offsets: CommittedOffsets
    ) throws(StreamError) -> PartitionTask? {
        let table = StateTable()
        var end: Int64 = 0
        try worker.patiently { () throws(StreamError) in
            end = try worker.reader.highWatermark(
                topic: description.stateTopic, partition: partition)
        }
        guard let restored = try restore(partition, into: table, to: end) else { return nil }
        if let header = restored.header, offsets.number != header.number {
            guard try isStanding(offsets, of: partition) else { return nil }
        }
        let positions = try startPositions(partition, offsets, restored.header)
        guard try waitForGlobals(restored.header?.globals ?? []) else { return nil }
        let stageTask = worker.stage.makeTask(
            partition: partition, partitions: worker.partitionCount, store: table)
        let task = PartitionTask(
            partition: partition, table: table, stageTask: stageTask,
            number: restored.header?.number ?? 0, positions: positions,
            committedPositions: offsets.positions,
            sweep: restored.header?.sweep ?? SweepProgress(), logEnd: restored.logEnd,
            now: worker.clock.monotonic)
        try rewindWhereAnew(task)
        return task
    }

    private func restore(
        _ partition: Int32, into table: StateTable, to end: Int64
    ) throws(StreamError) -> Restored? {
        let restoration = Restoration(
            reader: worker.reader, topic: description.stateTopic, partition: partition)
        var obstacle = Obstacle(worker: worker)
        var restored: Restored?
        try worker.patiently { () throws(StreamError) in
            restored = try restoration.run(into: table, to: end) { progress in
                worker.monitor.update { $0.restore = progress }
                obstacle.note(progress)
                return goesOn()
            }
        }
        return restored
    }

    /// Serves the group; false when the start is to be given up.
    private func goesOn() -> Bool {
        worker.serveGroup()
        return worker.pendingRebalance == nil && !worker.stop.isRaised
    }

    // MARK: - Offsets

    /// The group's stable positions; nil where a rebalance came between. A dead owner's open
    /// transaction is fenced by the id in its last block.
    private func committedPositions(
        of partitions: [Int32]
    ) throws(StreamError) -> [InputPosition]? {
        let begun = worker.clock.monotonic
        while true {
            do throws(StreamError) {
                return try worker.source.committed(partitions: partitions)
            } catch {
                guard error.consequence == .retry || error.consequence == .unavailable,
                    !worker.settings.failsFast || error.consequence == .retry
                else { throw error }
                worker.monitor.update { $0.state = .waiting(error.message) }
            }
            guard goesOn() else { return nil }
            if worker.clock.monotonic - begun >= worker.settings.patience {
                for partition in partitions {
                    try Obstacle.fenceLastWriter(of: partition, for: worker)
                }
            }
            worker.clock.sleep(milliseconds: 20)
        }
    }

    /// Whether the offsets that were read are still the group's. While a process stands still, it
    /// may lose its partitions, and whoever has them goes on. False where a
    /// rebalance came between.
    private func isStanding(
        _ offsets: CommittedOffsets, of partition: Int32
    ) throws(StreamError) -> Bool {
        guard let committed = try committedPositions(of: [partition]) else { return false }
        let now = CommittedOffsets(committed, inputs: description.inputs)
        guard now.number == offsets.number, now.positions == offsets.positions else {
            throw StreamError(
                .leave, "Partition \(partition) of stage \(description.name) went on elsewhere.")
        }
        return true
    }

    /// Where reading begins: at the committed offsets if they and the state belong together.
    private func startPositions(
        _ partition: Int32, _ offsets: CommittedOffsets, _ block: BlockHeader?
    ) throws(StreamError) -> [Int64] {
        let place = "Partition \(partition) of stage \(description.name)"
        var positions = offsets.positions
        switch (offsets.number, block) {
        case (nil, nil): break
        case (nil, let block?):
            guard worker.settings.startsFromStatePositions else {
                throw StreamError(
                    .topicsChanged,
                    "\(place): the group's offsets are gone, but the state of transaction "
                        + "\(block.number) is whole. `plaudit reset --offsets-from-state` goes on "
                        + "from the state; `plaudit reset` rebuilds it from the input.")
            }
            positions = positionsOf(block)
        case (let number?, nil):
            throw StreamError(
                .topicsChanged,
                "\(place): offsets of transaction \(number) are committed, but its state log "
                    + "\(description.stateTopic) is empty. `plaudit reset` rebuilds the state.")
        case (let number?, let block?):
            guard number == block.number, positions == positionsOf(block) else {
                throw StreamError(
                    .topicsChanged,
                    "\(place): the committed offsets are those of transaction \(number), the "
                        + "state is that of transaction \(block.number), or their positions "
                        + "differ. Something else has written one of them. `plaudit reset` "
                        + "rebuilds the state.")
            }
        }
        for (input, topic) in description.inputs.enumerated() {
            let range = try range(of: topic, partition)
            if positions[input] < 0 { positions[input] = range.lowerBound }
            guard positions[input] >= range.lowerBound, positions[input] <= range.upperBound else {
                throw StreamError(
                    .topicsChanged,
                    "\(topic)/\(partition): the committed offset \(positions[input]) is outside "
                        + "of what the topic holds (\(range.lowerBound) to \(range.upperBound)): "
                        + "records were deleted before they were read, or the topic was made "
                        + "anew. `plaudit reset` rebuilds the state from what is there.")
            }
        }
        return positions
    }

    private func positionsOf(_ block: BlockHeader) -> [Int64] {
        description.inputs.map { topic in
            block.positions.first { $0.topic == topic }?.offset ?? -1
        }
    }

    private func range(
        of topic: String, _ partition: Int32
    ) throws(StreamError) -> Range<Int64> {
        var range: Range<Int64> = 0..<0
        try worker.patiently { () throws(StreamError) in
            range = try worker.source.range(topic: topic, partition: partition)
        }
        return range
    }

    /// A task whose kept state holds no more reads its inputs from the first record that is left.
    private func rewindWhereAnew(_ task: PartitionTask) throws(StreamError) {
        guard task.stageTask.startsFromBeginning else { return }
        var positions: [Int64] = []
        for topic in description.inputs {
            positions.append(try range(of: topic, task.partition).lowerBound)
        }
        task.rewind(to: positions)
    }

    // MARK: - Globals

    /// The task was judged with the globals up to here: with less it would be judged back, and
    /// forth.
    private func waitForGlobals(_ wanted: [BlockPosition]) throws(StreamError) -> Bool {
        let begun = worker.clock.monotonic
        while true {
            let positions = worker.follower.positions
            let behind = wanted.first { wish in
                positions.contains {
                    $0.topic == wish.topic && $0.partition == wish.partition
                        && $0.offset < wish.offset
                }
            }
            guard let behind else { return true }
            guard worker.clock.monotonic - begun < 30_000 else {
                throw StreamError(
                    .topicsChanged,
                    "\(behind.topic)/\(behind.partition) ends before offset \(behind.offset), "
                        + "which the state has seen: the topic was made anew. `plaudit reset` "
                        + "rebuilds the state.")
            }
            guard goesOn() else { return false }
            try worker.followGlobals()
            worker.clock.sleep(milliseconds: 10)
        }
    }
}
