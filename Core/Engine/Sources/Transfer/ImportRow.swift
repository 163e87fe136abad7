import Formats
import Foundation
import Kernel

/// A row of a file, read by its fields as far as that goes without the database.
struct ImportRow: Sendable {
    let source: CSVReader.Row
    private var values: Values = [:]
    private var problems: [FieldProblem] = []
    private var links: [Link] = []
    /// What the row says of the records that belong to its own; nil where it says nothing.
    private(set) var children: [ImportRow?] = []

    /// A reference by a name that is yet to be looked up.
    private struct Link: Sendable {
        let key: String
        let target: String
        let names: [String]
        let by: String?
        let isList: Bool
    }

    init(_ source: CSVReader.Row, _ plan: ImportPlan, as actor: Actor) {
        self.source = source
        guard case .success(let record) = source else { return }
        let entity = plan.mapping.entity
        children = plan.children.map { child in
            let row = ImportRow(source, child.plan, as: actor)
            return row.isEmpty ? nil : row
        }
        do throws(Invalid) {
            var (fields, parts, by) = try plan.texts(record.fields)
            // One column with the street and others with city and country are one address.
            for (key, members) in parts where entity[key]?.kind is AddressKind {
                guard let line = fields.removeValue(forKey: key) else { continue }
                parts[key]?[AddressKind.linePart] = [line, members[AddressKind.linePart]].compactMap { $0 }.joined(separator: " ")
            }
            var plain: [String: String] = [:]
            for (key, text) in fields {
                if let field = entity[key], let damage = SpreadsheetDamage.found(in: text, of: field.spreadsheetContent), !Self.isCard(text) {
                    problems.append(ValueProblem(.spoiled, ["reason": damage.rawValue, "value": field.isSealed ? "…" : String(text.prefix(60))]).on(key))
                    continue
                }
                switch entity[key]?.kind {
                case let kind as ReferenceKind: links.append(Link(key: key, target: kind.target, names: [text], by: by[key], isList: false))
                case let kind as ReferencesKind:
                    let names = text.split(separator: ";").map { String($0).stripped }
                    links.append(Link(key: key, target: kind.target, names: names, by: by[key], isList: true))
                // A clock that names no zone is the clock of whoever brings the file.
                case is InstantKind: plain[key] = Instant(wall: text, in: actor.zone)?.description ?? text
                default: plain[key] = text
                }
            }
            links.sort { $0.key < $1.key }
            read(parts, entity)
            values.merge(try Input.values(texts: plain, for: entity, as: actor)) { _, new in new }
            if !plan.addresses.isEmpty { values = values.mapValues { $0.parted(by: plan.addresses) } }
        } catch {
            problems += error.problems
        }
    }

    private mutating func read(_ parts: [String: [String: String]], _ entity: EntityDefinition) {
        for (key, members) in parts.sorted(by: { $0.key < $1.key }) {
            guard let field = entity[key] else { continue }
            do throws(ValueProblem) {
                // Spreadsheets and cards break a street into lines.
                values[key] = try field.kind.parse(.object(members.mapValues { .string($0.split(whereSeparator: \.isNewline).joined(separator: " ")) }))
            } catch {
                problems.append(error.on(key))
            }
        }
    }

    private var isEmpty: Bool { values.isEmpty && problems.isEmpty && links.isEmpty }

    /// The values, with every problem that was found.
    func values(_ names: ImportNames) throws -> Values {
        var values = values, problems = problems
        for link in links {
            do {
                let ids = try link.names.map { try names.reference(link.target, $0, by: link.by, field: link.key) }
                values[link.key] = link.isList ? .list(ids.sorted().map(Value.reference)) : ids.first.map(Value.reference) ?? .null
            } catch let invalid as Invalid {
                problems += invalid.problems
            }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return values
    }

    /// The text by which the field will be found, as far as it is known here.
    func searchText(of field: FieldDefinition) -> String? { values[field.key].flatMap(field.searchText) }

    /// What the file says of a field.
    func value(of key: String) -> Value { values[key] ?? .null }
}

extension ImportPlan {
    /// Reads rows and cuts the tokens of their texts: all that can be done while the batch before is being written.
    func batch(_ rows: some Sequence<CSVReader.Row>, as actor: Actor) -> ImportBatch {
        let read = rows.map { ImportRow($0, self, as: actor) }
        var cut: [String: [String]] = [:]
        func cutTokens(_ row: ImportRow, _ entity: EntityDefinition) {
            for field in entity.searched {
                if let text = row.searchText(of: field), cut[text] == nil { cut[text] = Tokens.index(text) }
            }
        }
        for row in read {
            cutTokens(row, mapping.entity)
            for case (let own?, let child) in zip(row.children, children) { cutTokens(own, child.plan.mapping.entity) }
        }
        return ImportBatch(plan: self, rows: read[...], cut: cut)
    }
}

extension Value {
    /// An address that stands in its street alone taken apart; what is not certain stays in the street.
    fileprivate func parted(by addresses: AddressParser) -> Value {
        guard case .address(let given) = self, let street = given.street, given.province == nil, given.city == nil, given.district == nil,
            given.country ?? "中国" == "中国"
        else { return self }
        let parsed = addresses.parse(street)
        // Of two postcodes none may be lost.
        guard parsed.isParsed, given.postcode == nil || parsed.address.postcode ?? given.postcode == given.postcode else { return self }
        var address = parsed.address
        address.country = given.country ?? address.country
        address.postcode = given.postcode ?? address.postcode
        return .address(address)
    }
}

extension ImportRow {
    /// One card in a thousand ends in three zeros of its own, which its check digit confirms. So does one in eleven of those whose last digits a
    /// spreadsheet has lost; the ten others of its file tell of it.
    fileprivate static func isCard(_ text: String) -> Bool {
        text.last.map { IdentityCard.checkDigit(for: String(text.dropLast())) == $0 } ?? false
    }
}

extension FieldDefinition {
    /// What a spreadsheet may have made of it.
    fileprivate var spreadsheetContent: SpreadsheetDamage.Content {
        switch kind {
        case is PhoneKind, is IdentityNumberKind: .digits
        case is TextKind: traits.contains(.unique) || numbering != nil ? .digits : .text
        default: .quantity
        }
    }
}
