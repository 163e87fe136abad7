import Kernel
import Store

/// Which columns a list reads and how a row of them becomes JSON.
struct ListShape {
    let fields: [FieldDefinition]
    private let expanded: [String]
    /// Where each field's cells begin in a row.
    private let starts: [Int]
    private let width: Int
    private let idStart: Int
    private let versionStart: Int

    /// What stands beside the rows: targets of many-to-many fields, titles of expanded references.
    struct Companions {
        var links: [String: [RecordID: [Value]]] = [:]
        var titles: [String: [RecordID: String]] = [:]
    }

    init(_ query: ListQuery) {
        // The id, the version and what is expanded are always there; secret fields never.
        let always = Set([Common.id, Common.version] + query.expand)
        let wanted = query.fields.map { Set($0).union(always) }
        fields = query.entity.fields.filter { !$0.isSecret && wanted?.contains($0.key) != false }
        expanded = query.expand
        var starts: [Int] = [], width = 0
        for field in fields {
            starts.append(width)
            width += field.columns.count
        }
        (self.starts, self.width) = (starts, width)
        idStart = fields.firstIndex { $0.key == Common.id }.map { starts[$0] } ?? 0
        versionStart = fields.firstIndex { $0.key == Common.version }.map { starts[$0] } ?? 0
    }

    var columns: [SQL] { [SQL.columns(fields.flatMap(\.columns), of: "t0")] }

    func id(of row: Row) -> RecordID { RecordID(rawValue: row[idStart].integer ?? 0) }
    func version(of row: Row) -> Int64 { row[versionStart].integer ?? 0 }
    func own(_ row: Row) -> ArraySlice<Stored> { row.cells[..<width] }

    func reference(_ field: FieldDefinition, of row: Row) -> RecordID? {
        fields.firstIndex { $0.key == field.key }.flatMap { row[starts[$0]].integer }.map(RecordID.init(rawValue:))
    }

    func cursor(after row: Row, _ query: ListQuery) -> Cursor {
        Cursor(values: Array(row.cells[width..<width + query.sort.count]), id: id(of: row).rawValue, of: query)
    }

    func write(_ row: Row, _ companions: Companions, to writer: inout JSONWriter) {
        let id = id(of: row)
        writer.beginObject()
        for (field, start) in zip(fields, starts) {
            writer.key(field.key)
            if let links = companions.links[field.key] {
                writer.write(field.kind.json(.list(links[id] ?? [])))
            } else {
                field.kind.write(row.cells[start..<start + field.columns.count], to: &writer)
            }
        }
        if !expanded.isEmpty { write(expandedOf: row, companions, to: &writer) }
        writer.endObject()
    }

    private func write(expandedOf row: Row, _ companions: Companions, to writer: inout JSONWriter) {
        writer.key("expanded")
        writer.beginObject()
        for field in fields where expanded.contains(field.key) {
            guard let id = reference(field, of: row), let title = companions.titles[field.key]?[id] else { continue }
            writer.key(field.key)
            writer.beginObject()
            writer.key("id")
            writer.string(id.description)
            writer.key("title")
            writer.string(title)
            writer.endObject()
        }
        writer.endObject()
    }
}
