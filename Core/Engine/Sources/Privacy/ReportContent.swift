import Kernel
import Store

/// The fields of a record and of all that refers to it or hangs on it, with their labels.
struct ReportContent {
    private struct Line {
        let label, text: String
        let key: String
        let value: JSON
    }

    private struct Sheet {
        let entity: String
        let label: String
        let id: RecordID
        let lines: [Line]
    }

    private var sheets: [Sheet] = []
    private let others: [(label: String, rows: [[String]])]
    private let language: Language
    /// What names one of them without belonging to it.
    private var mentions: [(entity: EntityDefinition, id: RecordID)] = []
    private let texts: Texts
    /// Of each entity; nobody has more by honest means.
    private static let most = 5_000

    var count: Int { sheets.count }

    /// - Parameter reader: one that sees everything.
    init(of id: RecordID, _ entity: EntityDefinition, _ reader: Reader, _ language: Language) throws {
        (self.language, texts) = (language, reader.catalogue.texts)
        // Who turned out to be the same is the same person.
        let ids = try [id] + (entity.survivorship == nil ? [] : reader.absorbed(by: id))
        others = try Self.others(ids, entity, reader)
        var known: Set<RecordID> = []
        for id in ids { try add(id, entity, reader, &known) }
        for mention in mentions where known.insert(mention.id).inserted {
            if let sheet = try read(mention.id, mention.entity, reader) { sheets.append(sheet) }
        }
        guard !sheets.isEmpty else { throw Refusal.notFound(entity: entity.name, id: id.description) }
    }

    private mutating func add(_ id: RecordID, _ entity: EntityDefinition, _ reader: Reader, _ known: inout Set<RecordID>) throws {
        guard known.insert(id).inserted, let sheet = try read(id, entity, reader) else { return }
        sheets.append(sheet)
        for part in reader.catalogue.entities where part.name != RetentionRule.name {
            if let (record, name) = part.attachment {
                guard entity.carries(part) else { continue }
                let hanging = Rule.compare([record], .equal, .reference(id)) && .compare([name], .equal, .text(entity.name))
                for found in try reader.firstIDs(part, where: hanging, limit: Self.most) { try add(found, part, reader, &known) }
            } else {
                for field in part.fields where field.target == entity.name && !field.isSystem {
                    let refers: Rule = field.isLinked ? .anyOf([field.key], [.reference(id)]) : .compare([field.key], .equal, .reference(id))
                    for found in try reader.firstIDs(part, where: refers, limit: Self.most) {
                        // Of what belongs to it, all that hangs on that too; of what only names it, the record.
                        if part.parent == field.key, part.name != entity.name {
                            try add(found, part, reader, &known)
                        } else {
                            mentions.append((part, found))
                        }
                    }
                }
            }
        }
    }

    private func read(_ id: RecordID, _ entity: EntityDefinition, _ reader: Reader) throws -> Sheet? {
        guard let values = try reader.values(of: entity, id) ?? reader.values(of: entity, id, deleted: true) else { return nil }
        let lines = try entity.fields.filter { !$0.isSecret && ![Common.version, Common.id].contains($0.key) }.compactMap { field -> Line? in
            guard let value = values[field.key], !value.isEmpty else { return nil }
            let own = "field.\(entity.name).\(field.key)", common = "field.\(field.key)"
            let label = texts.has(own, language) ? texts.text(own, language) : texts.text(common, language)
            return Line(label: label, text: try words(value, field, entity, reader), key: field.key, value: field.kind.json(value))
        }
        return Sheet(entity: entity.name, label: texts.text("entity.\(entity.name)", language), id: id, lines: lines)
    }

    private func words(_ value: Value, _ field: FieldDefinition, _ entity: EntityDefinition, _ reader: Reader) throws -> String {
        if let target = field.target.flatMap({ reader.catalogue[$0] }) {
            let ids = (field.isLinked ? value.list : [value]).compactMap(\.reference)
            let titles = try reader.titles(target, Set(ids))
            return ids.map { titles[$0] ?? $0.description }.joined(separator: ", ")
        }
        if field.kind is ChoiceKind || field.kind is ChoicesKind {
            return ([value] + value.list).compactMap(\.text).map { texts.text("option.\(entity.name).\(field.key).\($0)", language) }.joined(separator: ", ")
        }
        if case .address(let address) = value { return address.line }
        let json = field.kind.json(value)
        return json.string ?? (json.object != nil || json.array != nil ? json.text : field.kind.text(value))
    }

    /// Who was given it and who looked at it.
    private static func others(_ ids: [RecordID], _ entity: EntityDefinition, _ reader: Reader) throws -> [(label: String, rows: [[String]])] {
        func moment(_ cell: Stored) -> String { Instant(milliseconds: cell.integer ?? 0).description }
        func names(_ rows: [Row], _ column: Int) throws -> [RecordID: String] {
            let ids = Set(rows.compactMap { $0[column].integer.map(RecordID.init(rawValue:)) })
            return try reader.titles(reader.catalogue.definition(User.self), ids).merging(reader.titles(reader.catalogue.definition(Team.self), ids)) { first, _ in first }
        }
        func told(_ sql: SQL) throws -> [[String]] {
            let rows = try reader.session.rows(sql), people = try names(rows, 1)
            return rows.map { [moment($0[0]), $0[1].integer.map(RecordID.init(rawValue:)).map { people[$0] ?? $0.description } ?? "–", $0[2].text ?? ""] }
        }
        let isTheirs: SQL = "record_id IN (\(SQL.list(ids.map { .integer($0.rawValue) })))"
        let log: SQL = "SELECT at, actor_id, kind FROM \(name: SystemTables.securityLog)"
        return [
            ("report.shares", try told("SELECT at, grantee_id, '' FROM \(name: Shares.table) WHERE \(isTheirs) ORDER BY at DESC")),
            ("report.views", try told("SELECT hour, user_id, '' FROM \(name: ViewLog.table) WHERE \(isTheirs) ORDER BY hour DESC LIMIT \(most)")),
            ("report.log", try told("\(log) WHERE \(isTheirs) ORDER BY number DESC LIMIT \(most)")),
            ("report.exports", try told("\(log) WHERE kind = 'export' AND entity = \(entity.name) ORDER BY number DESC LIMIT 200")),
        ]
    }

    /// `{"records": [{"entity", "label", "id", "fields": [{"key", "label", "value"}]}], "report.views": [[…]], …}`.
    var json: JSON {
        let records = sheets.map { sheet -> JSON in
            let fields = sheet.lines.map { line -> JSON in ["key": .string(line.key), "label": .string(line.label), "value": line.value] }
            return ["entity": .string(sheet.entity), "label": .string(sheet.label), "id": .string(sheet.id.description), "fields": .array(fields)]
        }
        let lists = others.map { ($0.label, JSON.array($0.rows.map { .array($0.map(JSON.string)) })) }
        return .object(Dictionary([("records", JSON.array(records))] + lists) { first, _ in first })
    }

    /// One page that needs nothing else.
    var html: String {
        let title = texts.text("report.title", language).escapedForHTML
        var page = """
            <!doctype html><html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(title)</title>
            <style>body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%;margin:0 0 1.5em}
            th,td{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}th{width:14em;font-weight:600}h2{font-size:1.1em}</style>
            </head><body><h1>\(title)</h1>

            """
        for sheet in sheets {
            page += "<h2>\(sheet.label.escapedForHTML)</h2><table>"
            for line in sheet.lines { page += "<tr><th>\(line.label.escapedForHTML)</th><td>\(line.text.escapedForHTML)</td></tr>" }
            page += "</table>\n"
        }
        for list in others where !list.rows.isEmpty {
            page += "<h2>\(texts.text(list.label, language).escapedForHTML)</h2><table>"
            for row in list.rows { page += "<tr>" + row.map { "<td>\($0.escapedForHTML)</td>" }.joined() + "</tr>" }
            page += "</table>\n"
        }
        return page + "</body></html>\n"
    }
}
