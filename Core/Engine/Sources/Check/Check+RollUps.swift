import Kernel
import Store

/// Every roll-up is what its children say.
extension Check {
    func rollUps(_ entity: EntityDefinition, _ mending: Bool) async throws -> [Finding] {
        var findings = Findings()
        for field in entity.fields {
            guard let kind = field.kind as? RollUpKind, let child = engine.catalogue[kind.entity] else { continue }
            let rollUp = Catalogue.RollUp(parent: entity, field: field, kind: kind)
            var after: Int64? = 0
            while let start = after {
                // A write also when it only looks, because the door counts; short, so that nobody waits for it.
                let (wrong, last) = try await engine.write(as: .system) {
                    try $0.wrongRollUps(rollUp, over: child, after: start, mending: mending)
                }
                for id in wrong { findings.add(.wrongRollUp, entity.name, field: field.key, id) }
                after = last
            }
        }
        return findings.all
    }
}
