import Foundation
import Kernel

/// A mapping applied to the header of one file: what each column is for.
struct ImportPlan: Sendable {
    let mapping: ImportMapping
    let header: [String]
    let children: [Child]
    /// Takes addresses in one line apart; an empty one leaves them as they are.
    let addresses: AddressParser
    private let targets: [ImportMapping.Target?]
    /// Option keys by what people write for them: the key or the label in any language, and the mapping's own words.
    private let options: [String: [String: String]]

    /// What the columns are to a record that belongs to that of the row.
    struct Child: Sendable {
        let plan: ImportPlan
        let through: String
    }

    /// Throws when the header names a column that is no field, a column twice, or one that the mapping knows is missing.
    init(
        _ mapping: ImportMapping, header: [String], _ catalogue: Catalogue, for actor: Actor, addresses: AddressParser = AddressParser([])
    ) throws(Invalid) {
        let header = header.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard Set(header).count == header.count else {
            let twice = Dictionary(grouping: header, by: { $0 }).first { $1.count > 1 }?.key ?? ""
            throw Invalid(twice, .repeated)
        }
        let named = Set(header), claimed = Set(mapping.children.flatMap(\.mapping.columns.keys))
        for name in claimed.union(mapping.columns.keys).sorted() where !named.contains(name) {
            throw Invalid(name, .unknownColumn, ["column": name])
        }
        let names = Self.names(mapping.entity, catalogue)
        var targets: [ImportMapping.Target?] = []
        let remarks = Self.remarks(catalogue)
        for name in header {
            if remarks.contains(name) {
                targets.append(nil)
            } else if let target = mapping.columns[name] {
                targets.append(target)
            } else if claimed.contains(name) {
                targets.append(nil)
            } else if mapping.columns.isEmpty || names[name.lowercased()] != nil {
                guard let path = names[name.lowercased()] else { throw Invalid(name, .unknownColumn, ["column": String(name.prefix(60))]) }
                // Columns that nobody writes, such as `createdAt`, come along in exports and are left out again.
                let isReadOnly = mapping.entity[String(path.prefix { $0 != "." })]?.isReadOnly ?? true
                targets.append(isReadOnly ? nil : try ImportMapping.target(path: path, by: nil, mapping.entity, catalogue))
            } else {
                throw Invalid(name, .unknownColumn, ["column": String(name.prefix(60))])
            }
        }
        try self.init(mapping, header, targets, catalogue, for: actor, addresses)
    }

    private init(
        _ mapping: ImportMapping, _ header: [String], _ targets: [ImportMapping.Target?], _ catalogue: Catalogue, for actor: Actor,
        _ addresses: AddressParser
    ) throws(Invalid) {
        for (name, target) in zip(header, targets) {
            guard let field = target.flatMap({ mapping.entity[$0.field] }) else { continue }
            do throws(ValueProblem) { try actor.rights.checkWriting(field, of: mapping.entity) } catch { throw Invalid([error.on(name)]) }
            // Whether a record is found tells what stands in the field by which it is looked for.
            if let by = target?.by, let referred = field.kind.referenceTarget.flatMap({ catalogue[$0] }) {
                _ = try catalogue.resolve([by], from: referred, for: actor)
            }
        }
        for key in mapping.match { _ = try catalogue.resolve([key], from: mapping.entity, for: actor) }
        (self.mapping, self.header, self.targets, self.addresses) = (mapping, header, targets, addresses)
        options = Self.options(mapping, catalogue)
        children = try mapping.children.map { child throws(Invalid) in
            let own = header.map { child.mapping.columns[$0] ?? nil }
            return Child(plan: try ImportPlan(child.mapping, header, own, catalogue, for: actor, addresses), through: child.through)
        }
    }

    /// The field that each column goes into, or that of a record beside the row's; nil for a column that is left out.
    var paths: [String: String?] {
        Dictionary(header.enumerated().map { column, name -> (String, String?) in
            if let target = targets[column] { return (name, [target.field, target.part].compactMap(\.self).joined(separator: ".")) }
            let child = children.first { $0.plan.targets[column] != nil }
            return (name, child.flatMap { child in child.plan.targets[column].map { "\(child.plan.mapping.entity.name).\($0.field)" } })
        }) { first, _ in first }
    }

    /// The cells of a row by field, joined where several columns go to one; `by` says how references are looked up.
    func texts(_ cells: [String]) throws(Invalid) -> (fields: [String: String], parts: [String: [String: String]], by: [String: String]) {
        guard cells.count == targets.count else {
            throw Invalid("", .wrongColumnCount, ["expected": String(targets.count), "found": String(cells.count)])
        }
        var fields: [String: String] = [:], parts: [String: [String: String]] = [:], by: [String: String] = [:]
        for (cell, target) in zip(cells, targets) {
            guard let target else { continue }
            let text = cell.stripped
            guard !text.isEmpty else { continue }
            if let part = target.part {
                let before = parts[target.field]?[part]
                parts[target.field, default: [:]][part] = before.map { $0 + " " + text } ?? text
            } else {
                fields[target.field] = fields[target.field].map { $0 + " " + text } ?? translated(text, target.field)
                by[target.field] = target.by
            }
        }
        return (fields, parts, by)
    }

    private func translated(_ text: String, _ field: String) -> String {
        guard let words = options[field] else { return text }
        if let whole = words[text.lowercased()] { return whole }
        guard mapping.entity[field]?.kind is ChoicesKind else { return text }
        return text.split(whereSeparator: { ";；,，、|".contains($0) }).map { part in
            let word = String(part).stripped
            return words[word.lowercased()] ?? word
        }.joined(separator: ";")
    }

    /// The columns that a file of refused rows has beside its own, so that it can be mended and sent again as it is.
    static func remarks(_ catalogue: Catalogue) -> Set<String> {
        Set(Language.allCases.flatMap { language in
            ["import.line", "import.reason"].map { catalogue.texts.text($0, language) }
        })
    }

    /// What headers may say for a field: its key, its labels; for parts `address.city`.
    private static func names(_ entity: EntityDefinition, _ catalogue: Catalogue) -> [String: String] {
        var names: [String: String] = [:]
        for field in entity.fields {
            names[field.key.lowercased()] = field.key
            for case let part in field.kind.details["parts"]?.array ?? [] {
                if let part = part.string { names["\(field.key).\(part)".lowercased()] = "\(field.key).\(part)" }
            }
            for language in Language.allCases {
                for key in ["field.\(entity.name).\(field.key)", "field.common.\(field.key)"] where catalogue.texts.has(key, language) {
                    let label = catalogue.texts.text(key, language).lowercased()
                    if names[label] == nil { names[label] = field.key }
                    for case let part? in (field.kind.details["parts"]?.array ?? []).map(\.string) {
                        names["\(label).\(catalogue.texts.text("export.part.\(part)", language))".lowercased()] = "\(field.key).\(part)"
                    }
                }
            }
        }
        return names
    }

    private static func options(_ mapping: ImportMapping, _ catalogue: Catalogue) -> [String: [String: String]] {
        var options: [String: [String: String]] = [:]
        for field in mapping.entity.fields {
            for option in (field.kind as? ChoiceKind)?.options ?? (field.kind as? ChoicesKind)?.options ?? [] {
                options[field.key, default: [:]][option.key.lowercased()] = option.key
                for language in Language.allCases {
                    let label = catalogue.texts.text("option.\(mapping.entity.name).\(field.key).\(option.key)", language)
                    options[field.key]?[label.lowercased()] = option.key
                }
            }
        }
        for (field, words) in mapping.replacements {
            for (word, replacement) in words { options[field, default: [:]][word.lowercased()] = replacement }
        }
        return options
    }
}
