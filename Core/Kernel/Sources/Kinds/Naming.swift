/// What a text or a list of texts names, so that people choose it by the words that they know and nobody types a key.
public enum Naming: Sendable, Hashable {
    /// An entity; with a trait, such as `pooled`, one that has it.
    case entity(with: String? = nil)
    /// Fields that can be hidden, of the entity that another field of the record names.
    case hideableFields(of: String)

    /// As pages are told of it, beside what else they know of the kind.
    var details: [String: JSON] {
        switch self {
        case .entity(let trait): ["names": "entity"].merging(trait.map { ["trait": .string($0)] } ?? [:]) { $1 }
        case .hideableFields(let field): ["names": "hideableFields", "of": .string(field)]
        }
    }

    /// So many names at most.
    static let maximum = 100
    /// The longest key that there is.
    static let maximumLength = 60
}
