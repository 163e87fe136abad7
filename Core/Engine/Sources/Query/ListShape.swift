import Kernel
import Store

/// Which columns a list reads and how a row of them becomes JSON. Found out once for all who have the same roles (`ListShapes`).
final class ListShape: Sendable {
    let fields: [FieldDefinition]
    let columns: SQL
    private let entity: EntityDefinition
    private let vault: Vault
    /// The keys of the fields as JSON.
    private let keys: [[UInt8]]
    /// Whether the field is shown masked, sealed, or as it is, in the order of the fields.
    private let veils: [Veil]
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
        /// The keys of this moment: to ask for them anew for each value would cost more than to open it.
        var ring: KeyRing?
    }

    private enum Veil { case none, sealed, masked }

    init(_ query: ListQuery, _ rights: Rights, _ vault: Vault) {
        // The id, the version and what is expanded are always there; secret fields never.
        let always = Set([Common.id, Common.version] + query.expand)
        let wanted = query.fields.map { Set($0).union(always) }
        let rightly = query.entity.fields.map { ($0, rights.right($0, of: query.entity)) }.filter { field, right in
            right > .hidden && !field.isSecret && (wanted?.contains(field.key) ?? !field.isRetired)
        }
        fields = rightly.map(\.0)
        veils = rightly.map { field, right in right == .masked ? .masked : field.isSealed ? .sealed : .none }
        (entity, self.vault, expanded) = (query.entity, vault, query.expand)
        keys = fields.map { JSONWriter.written(key: $0.key) }
        columns = SQL.columns(fields.flatMap(\.columns), of: "t0")
        var starts: [Int] = [], width = 0
        for field in fields {
            starts.append(width)
            width += field.columns.count
        }
        (self.starts, self.width) = (starts, width)
        idStart = fields.firstIndex { $0.key == Common.id }.map { starts[$0] } ?? 0
        versionStart = fields.firstIndex { $0.key == Common.version }.map { starts[$0] } ?? 0
    }

    func id(of row: Row) -> RecordID { RecordID(rawValue: row[idStart].integer ?? 0) }
    func version(of row: Row) -> Int64 { row[versionStart].integer ?? 0 }

    func reference(_ field: FieldDefinition, of row: Row) -> RecordID? {
        fields.firstIndex { $0.key == field.key }.flatMap { row[starts[$0]].integer }.map(RecordID.init(rawValue:))
    }

    func cursor(after row: Row, _ query: ListQuery, _ reader: Reader) -> Cursor {
        Cursor(values: Array(row.cells[width..<width + query.sort.count]), id: id(of: row).rawValue, of: query, reader)
    }

    func write(_ row: Row, _ companions: Companions, to writer: inout JSONWriter) {
        let id = id(of: row)
        writer.beginObject()
        for (index, field) in fields.enumerated() {
            writer.key(written: keys[index])
            let cells = row.cells[starts[index]..<starts[index] + field.columns.count]
            switch veils[index] {
            case .masked: writer.write(field.kind.masked(value(of: field, cells, id, companions.ring)))
            case .sealed: writer.write(field.kind.json(value(of: field, cells, id, companions.ring)))
            case .none:
                if field.isLinked {
                    writer.write(field.kind.json(.list(companions.links[field.key]?[id] ?? [])))
                } else {
                    field.kind.write(cells, to: &writer)
                }
            }
        }
        if !expanded.isEmpty { write(expandedOf: row, companions, to: &writer) }
        writer.endObject()
    }

    private func value(of field: FieldDefinition, _ cells: ArraySlice<Stored>, _ id: RecordID, _ ring: KeyRing?) -> Value {
        field.isSealed ? vault.load(cells, of: field, entity, id, ring) : field.kind.load(cells)
    }

    /// The values of a row; masked ones as text.
    func values(of row: Row, _ ring: KeyRing?) -> Values {
        var values: Values = [:]
        let id = id(of: row)
        for (index, field) in fields.enumerated() {
            let value = value(of: field, row.cells[starts[index]..<starts[index] + field.columns.count], id, ring)
            values[field.key] = veils[index] == .masked ? field.kind.masked(value).string.map(Value.text) ?? .null : value
        }
        return values
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
