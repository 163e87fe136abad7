import Foundation
import Engine
import Kernel

/// Templates to begin with: an administrator takes one up and changes it.
enum Example: String, CaseIterable {
    case letter, sheet

    /// `[{"name", "language", "entity", "markup"}]`, for the entities that there are.
    static func all(_ catalogue: Catalogue) throws -> [JSON] {
        guard catalogue[entity] != nil else { return [] }
        return try allCases.flatMap { example in
            try Language.allCases.map { language in
                [
                    "name": .string(catalogue.texts.text("documentExample.\(example.rawValue)", language)), "language": .string(language.rawValue),
                    "entity": .string(entity), "markup": .string(try example.markup(language)),
                ]
            }
        }
    }

    private static let entity = "customer"

    func markup(_ language: Language) throws -> String {
        let url = Bundle.module.bundleURL.appending(path: "Examples/\(rawValue).\(language.rawValue).html")
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
}
