import Foundation
public import Kernel

/// Templates to begin with: copy one, change it, look at it with the made-up values that come with it.
public enum DocumentExample: String, Sendable, CaseIterable {
    case letter, quote, complaint

    /// The source of the template; it asks for an image `logo`, and does without.
    public func source(_ language: Language) throws -> String {
        String(decoding: try data(language, "html"), as: UTF8.self)
    }

    public func values(_ language: Language) throws -> JSON { try JSON.parse(data(language, "json")) }

    private func data(_ language: Language, _ ending: String) throws -> Data {
        try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Examples/\(rawValue).\(language.rawValue).\(ending)"))
    }
}
