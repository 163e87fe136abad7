public import Documents
public import Engine
public import Kernel

/// What a template of an entity's records may name: all that `TemplateValues` gives for them.
public struct TemplateNames {
    private let entity: EntityDefinition?
    private let catalogue: Catalogue

    /// - Parameter entity: nil for a template of no record, which knows but `today`, `now` and `me`.
    public init(_ entity: EntityDefinition?, in catalogue: Catalogue) { (self.entity, self.catalogue) = (entity, catalogue) }

    public func knows(_ use: TextTemplate.Use) -> Bool {
        guard let first = use.path.first else { return !use.sections.isEmpty }
        if first == "@number" { return !use.sections.isEmpty && !use.isSection }
        // As values are looked for: from the innermost section outwards.
        return use.sections.reversed().contains { isKnown(use, insideOf: $0) } || isKnown(use, of: entity)
            || use.path == ["me", "name"] || (use.path.count == 1 && ["today", "now"].contains(first))
    }

    private func isKnown(_ use: TextTemplate.Use, insideOf section: [String]) -> Bool {
        if let lines = lines(section) { return isKnown(use, of: lines) }
        guard let (field, rest) = field(section[...], of: entity), rest.isEmpty else { return false }
        return use.path.count == 1 && parts(of: field).contains(use.path[0])
    }

    private func isKnown(_ use: TextTemplate.Use, of entity: EntityDefinition?) -> Bool {
        if use.isSection, lines(use.path) != nil { return true }
        guard let (field, rest) = field(use.path[...], of: entity) else { return false }
        if let part = rest.first { return rest.count == 1 && parts(of: field).contains(part) }
        // These have no text of their own.
        if field.kind is AddressKind { return use.isSection }
        return !(field.kind is MoneyKind) || use.isSection || use.hasFormat
    }

    /// The field that a path ends at, one reference away at most, and what is left of the path then.
    private func field(_ path: ArraySlice<String>, of entity: EntityDefinition?, isDeep: Bool = true) -> (FieldDefinition, ArraySlice<String>)? {
        guard let entity, let first = path.first, let field = entity[first], !field.isSecret, !field.isRetired else { return nil }
        let rest = path.dropFirst()
        guard isDeep, let next = rest.first, let kind = field.kind as? ReferenceKind, let target = catalogue[kind.target] else { return (field, rest) }
        if next == "title" { return rest.count == 1 ? (field, []) : nil }
        return self.field(rest, of: target, isDeep: false)
    }

    private func lines(_ path: [String]) -> EntityDefinition? {
        guard let entity, path.count == 1 else { return nil }
        return catalogue.lines(of: entity).first { $0.linesKey == path[0] }
    }

    private func parts(of field: FieldDefinition) -> [String] {
        switch field.kind {
        case is AddressKind: Address.parts.map(\.name) + ["line"]
        case is MoneyKind: ["amount", "currency"]
        default: []
        }
    }
}
