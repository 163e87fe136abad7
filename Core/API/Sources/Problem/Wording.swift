import Engine
import HTTPTypes
import Kernel

/// Puts codes and their values into words of one language.
struct Wording: Sendable {
    let labels: Labels
    /// The entity that the request is about.
    let entity: EntityDefinition?

    init(_ catalogue: Catalogue, _ language: Language, entity: EntityDefinition? = nil) {
        labels = Labels(catalogue, language)
        self.entity = entity
    }

    func title(_ status: HTTPResponse.Status) -> String {
        let key = "http.title.\(status.code)"
        return labels.has(key) ? labels.text(key) : status.reasonPhrase
    }

    func detail(_ key: String, _ values: [String: String] = [:]) -> String { labels.text(key, values) }

    func detail(_ refusal: Refusal) -> String {
        var values = refusal.values
        if let name = values["entity"] { values["entity"] = labels.entity(name) }
        if let name = values["action"], let entity { values["action"] = labels.action(name, on: entity.name) }
        if let name = values["verb"] { values["verb"] = labels.text("api.verb." + name) }
        return labels.text("refusal." + refusal.code, values)
    }

    func errors(_ invalid: Invalid) -> [Problem.FieldError] {
        invalid.problems.map { problem in
            Problem.FieldError(field: problem.field, code: problem.problem.code.rawValue, message: message(problem.problem))
        }
    }

    func message(_ problem: ValueProblem) -> String {
        var values = labels.catalogue.texts.labelled(problem, labels.language)
        values["expected"] = values["expected"].map(labels.kind) ?? labels.text("api.expectedKind")
        let reason = problem.values["reason"].map { labels.text("csv." + $0) }
        return [labels.text("problem." + problem.code.rawValue, values), reason].compactMap(\.self).joined(separator: " ")
    }
}
