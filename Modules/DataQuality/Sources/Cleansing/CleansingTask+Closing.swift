import Customers
import Engine
import Kernel

extension CleansingTask {
    static let hooks: [Hook] = [
        .beforeSaving(CleansingTask.self) { task, saving in
            guard saving.before == nil || saving.changes("state", in: task.values) else { return }
            task[\.doneAt] = task[\.state] == .open ? nil : saving.door.reader.moment.now
        }
    ]

    /// Ends the tasks of a customer whose record has become as good as they want it.
    static func close(of customer: RecordID, at score: Int64, through door: Door) throws {
        let rule = rule { $0.customer == Reference(customer) && $0.state == .open && $0.wanted <= score }
        for id in try door.reader.firstIDs(schema.definition, where: rule, limit: 100) {
            try door.perform(.edit(id, ["state": .text(State.done.rawValue)]), on: schema.definition)
        }
    }
}
