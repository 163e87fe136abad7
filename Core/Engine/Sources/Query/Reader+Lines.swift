public import Kernel
import Store

extension Reader {
    /// The lines of a record in their order, `[{"id", …, "expanded"}]`, with the titles of all that they refer to.
    ///
    /// - Parameter deleted: whether the record is put away; then its lines are those that went with it.
    public func lines(of id: RecordID, _ line: EntityDefinition, deleted: Bool = false) throws -> [UInt8] {
        guard let header = line.header, let target = header.target.flatMap({ catalogue[$0] }) else { return Array("[]".utf8) }
        var query = ListQuery(line)
        query.filter = .compare([header.key], .equal, .reference(id))
        if deleted {
            query.deleted = true
            let deletedAt = try values(of: target, id, deleted: true)?[Common.deletedAt] ?? .null
            query.filter = query.filter && .compare([Common.deletedAt], .equal, deletedAt)
        }
        query.sort = [ListQuery.SortKey([Common.position])]
        query.limit = EntityDefinition.maximumLines
        query.expand = line.fields.filter { field in
            field.kind is ReferenceKind && !field.isSystem && !field.isLine && !field.isRetired && actor.rights.right(field, of: line) >= .read
        }.map(\.key)
        let page = try rows(query)
        let companions = try companions(page.shape, query, page.rows)
        var writer = JSONWriter(reserving: 512 * (page.rows.count + 1))
        writer.beginArray()
        for row in page.rows { page.shape.write(row, companions, to: &writer) }
        writer.endArray()
        return writer.bytes
    }
}
