import Synchronization

extension Engine {
    /// Begins to run jobs and to deliver events on this server. `stop` ends it.
    ///
    /// - Parameter count: how many jobs run at once.
    public func startWorkers(count: Int = 2) async {
        var habits = Workers.Habits()
        habits.count = count
        await startWorkers(habits)
    }

    func startWorkers(_ habits: Workers.Habits) async {
        let workers = Workers(engine: self, habits: habits)
        let old = self.workers.withLock { current in
            defer { current = workers }
            return current
        }
        await old?.stop()
        await workers.start()
    }

    func stopWorkers() async {
        let workers = self.workers.withLock { current in
            defer { current = nil }
            return current
        }
        await workers?.stop()
    }
}
