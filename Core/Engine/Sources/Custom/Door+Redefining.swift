import Kernel
import Store

extension Door {
    /// What is done once, when all changes of the transaction are done.
    func end() throws {
        try writeTakenNumbers()
        try writeNotices()
        try writeTraces()
        if redefines { try redefine() }
    }

    /// Makes tables and columns for what is defined now and tells all servers, in the transaction that changed the definitions: after
    /// a crash either both are there or neither.
    private func redefine() throws {
        let catalogue = try engine.snapshots.builtIn.extended(by: CustomDefinitions(session))
        do {
            try session.extend(catalogue.schemaPlan)
        } catch StoreError.unique(let constraint) {
            throw Invalid("isUnique", .duplicates, ["value": catalogue.label(ofIndex: constraint)])
        } catch StoreError.badPlan {
            // A name that two tables or indexes would have.
            throw Invalid("key", .reserved, ["value": "key"])
        } catch StoreError.incompatible(_, let column, _) {
            throw Invalid("key", .otherKind, ["kind": column])
        }
        try session.advance(.catalogue)
        for entity in reindexes { try Reindexing.note(entity, session) }
    }
}

extension Catalogue {
    fileprivate func label(ofIndex index: String) -> String {
        for entity in entities {
            if let field = entity.fields.first(where: { index == "\(entity.table)_\($0.column)_unique" }) { return field.key }
        }
        return index
    }
}
