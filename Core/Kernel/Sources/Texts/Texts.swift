public import Foundation

/// The languages that people work in.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4); Chinese when it names none of ours.
    public init(accepting header: String?) {
        var best: (language: Language, weight: Double)?
        var refused: Set<Language> = []
        for range in (header ?? "").split(separator: ",").prefix(50) {
            let parts = range.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard let language = parts.first.flatMap(Language.init(tag:)) else { continue }
            // Of equal weight the first named wins. NaN is more than nothing to nobody.
            if weight > best?.weight ?? 0, weight <= 1 { best = (language, weight) }
            if weight == 0 { refused.insert(language) }
        }
        self = best?.language ?? Self.allCases.first { !refused.contains($0) } ?? .chinese
    }

    private init?(tag: String) {
        switch tag.split(separator: "-").first {
        case "zh": self = .chinese
        case "en": self = .english
        default: return nil
        }
    }
}

/// Labels and messages by key, in every language. Each module brings its own in `Texts/<language>.json`.
public struct Texts: Sendable {
    private var entries: [Language: [String: String]] = [:]

    public init() {}

    /// Reads `zh-CN.json`, `en.json` from a folder.
    public init(folder: URL) throws {
        for language in Language.allCases {
            let data = try Data(contentsOf: folder.appendingPathComponent("\(language.rawValue).json"))
            entries[language] = try JSONDecoder().decode([String: String].self, from: data)
        }
    }

    public mutating func merge(_ other: Texts) {
        for (language, texts) in other.entries { entries[language, default: [:]].merge(texts) { _, new in new } }
    }

    public mutating func set(_ key: String, _ language: Language, _ text: String) { entries[language, default: [:]][key] = text }

    /// The text with `{name}` filled; the key itself where a text is missing, so that the gap shows.
    public func text(_ key: String, _ language: Language, _ values: [String: String] = [:]) -> String {
        let text = entries[language]?[key] ?? entries[.chinese]?[key] ?? key
        return values.isEmpty ? text : Self.filled(text, values)
    }

    /// In one pass, so that what a value says is never filled again. A place without a value stays, so that the gap shows.
    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let value = values[String(rest[rest.index(after: open)..<close])]
            let end = value == nil ? rest.index(after: open) : rest.index(after: close)
            result += value ?? "{"
            rest = rest[end...]
        }
        return result + rest
    }

    public func has(_ key: String, _ language: Language) -> Bool { entries[language]?[key] != nil }
    public func keys(_ language: Language) -> Set<String> { Set((entries[language] ?? [:]).keys) }
}
