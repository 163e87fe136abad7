public import Engine
import Kernel

/// How things are called in one language.
struct Labels: Sendable {
    let catalogue: Catalogue
    let language: Language

    init(_ catalogue: Catalogue, _ language: Language) { (self.catalogue, self.language) = (catalogue, language) }

    func has(_ key: String) -> Bool { catalogue.texts.has(key, language) }
    func text(_ key: String, _ values: [String: String] = [:]) -> String { catalogue.texts.text(key, language, values) }

    func entity(_ name: String) -> String { text("entity." + name) }
    func plural(_ name: String) -> String { text("entity.\(name).plural") }
    func action(_ name: String, on entity: String) -> String { text("action.\(entity).\(name)") }
    func parameter(_ key: String, of action: String, on entity: String) -> String { text("parameter.\(entity).\(action).\(key)") }
    func option(_ key: String, of field: String, _ entity: String) -> String { text("option.\(entity).\(field).\(key)") }
    func kind(_ name: String) -> String { text("kind." + name) }

    /// The heading of a section: the entity's own, that of all, or where an administrator gave none the key itself.
    func section(_ key: String, of entity: String) -> String {
        let own = "section.\(entity).\(key)", common = "section.common." + key
        return has(own) ? text(own) : has(common) ? text(common) : key
    }

    /// What an entity calls a field, or what all do.
    func field(_ key: String, of entity: String) -> String {
        let own = "field.\(entity).\(key)"
        return has(own) || !has("field.common." + key) ? text(own) : text("field.common." + key)
    }
}

extension Catalogue {
    /// Every text that a person meets because of what is declared, and that one of the languages lacks: `en: field.customer.grade`.
    /// Empty where the texts are complete; a module's tests look at it.
    public var missingTexts: [String] {
        Language.allCases.flatMap { language in
            labelKeys.filter { keys in !keys.contains { texts.has($0, language) } }.map { "\(language.rawValue): \($0[0])" }
        }
    }

    /// Each with the key that serves in its place.
    private var labelKeys: [[String]] {
        noticeKinds.flatMap { [["notice.\($0.key)"], ["notice.\($0.key).label"]] }
            + endpoints.flatMap(Self.labelKeys) + entities.flatMap { entity -> [[String]] in
            let name = entity.name
            let fields = entity.fields.filter { !$0.traits.contains(.secret) }
            return [["entity.\(name)"], ["entity.\(name).plural"]]
                + fields.map { ["field.\(name).\($0.key)", "field.common.\($0.key)"] }
                + entity.layout.sections.map { ["section.\(name).\($0.key)", "section.common.\($0.key)"] }
                + fields.flatMap { field in field.kind.options.map { ["option.\(name).\(field.key).\($0.key)"] } }
                + actions(on: name).flatMap { action in
                    [["action.\(name).\(action.name)"]]
                        + action.parameters.map { ["parameter.\(name).\(action.name).\($0.key)"] }
                }
        }
    }

    private static func labelKeys(of endpoint: Endpoint) -> [[String]] {
        let parts = endpoint.parameters.map(\.key) + endpoint.places.filter { $0 != Common.id }
        return [["endpoint.\(endpoint.name)"]] + parts.map { ["endpoint.\(endpoint.name).\($0)"] }
    }
}

extension FieldKind {
    /// What there is to choose from, where there is.
    var options: [Option] { (self as? ChoiceKind)?.options ?? (self as? ChoicesKind)?.options ?? [] }
}
