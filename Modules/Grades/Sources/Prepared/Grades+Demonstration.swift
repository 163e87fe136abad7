import Customers
public import Engine
import Kernel

extension Grades {
    /// The customers of the made-up company are graded by the prepared rule. Of very many the night does the rest.
    public func demonstrate(_ demonstration: Demonstration) async throws {
        let engine = demonstration.engine
        let isNew = try await engine.read(as: .system) { try $0.count(GradeRule.schema.definition) == 0 }
        guard isNew else { return }
        try await engine.write(as: .system) { door in
            _ = try PreparedRule.make(through: door, .chinese, isActive: true)
            try PreparedRule.makeBenefits(through: door, .chinese)
        }
        let most = 50_000
        guard demonstration.customers <= most else { return demonstration.say("Grades are calculated by the nightly job.") }
        let outcome = try await Regrading.everybody(Pen(engine: engine, run: nil)) { _, _ in }
        demonstration.say("The prepared rule graded the customers; \(outcome["moved"]?.integer ?? 0) moved.")
    }
}
