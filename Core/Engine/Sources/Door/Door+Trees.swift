public import Kernel

/// Records of one entity that stand below each other by a reference: units, categories, who reports to whom.
extension Door {
    /// So deep a tree may be.
    public static let maximumDepth = 32

    /// Throws `Invalid` on the reference where a record would stand above itself, or too deep. Those above are held, so that two changes at once
    /// make no circle.
    ///
    /// - Parameter id: nil for a new record, which nothing can stand below yet.
    public func refuseCircle(_ id: RecordID?, under parent: RecordID, in entity: EntityDefinition, by key: String) throws {
        func check() throws -> [RecordID] {
            let above = [parent] + (try reader.ancestors(of: parent, entity, by: key, limit: Self.maximumDepth))
            if let id, above.contains(id) { throw Invalid(key, .circular) }
            guard above.count <= Self.maximumDepth else { throw Invalid(key, .tooDeep) }
            return above
        }
        let above = try check()
        guard id != nil else { return }
        try hold(above, of: entity)
        _ = try check()
    }
}
