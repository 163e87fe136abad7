/// A card of a person or an organisation (RFC 6350, RFC 2426, and the 2.1 of phones).
public struct VCard: Sendable, Hashable {
    public enum Version: String, Sendable, Hashable, CaseIterable {
        case v2 = "2.1", v3 = "3.0", v4 = "4.0"
    }

    /// As the card says; 3.0 where it says nothing.
    public var version: Version
    /// All but BEGIN, END and VERSION, in their order.
    public var properties: [VCardProperty]

    public init(version: Version = .v4, _ properties: [VCardProperty] = []) {
        (self.version, self.properties) = (version, properties)
    }

    /// - Parameter name: in capitals.
    public func all(_ name: String) -> [VCardProperty] { properties.filter { $0.name == name } }
    public func first(_ name: String) -> VCardProperty? { properties.first { $0.name == name } }

    public var formattedName: String? { first("FN")?.text }
    public var name: VCardName? { first("N").map { VCardName($0.components) } }
    /// The organisation, then its units from the largest down.
    public var organisation: [String] { first("ORG")?.components.map { $0.joined(separator: ",") } ?? [] }

    /// What somebody called a property of their own, as phones and address books write it: `item1.TEL` and `item1.X-ABLabel`.
    public func label(of property: VCardProperty) -> String? {
        guard let group = property.group else { return nil }
        let written = properties.first { $0.group == group && $0.name == "X-ABLABEL" }?.text
        // Apple wraps the labels that it translates.
        return written.map { $0.hasPrefix("_$!<") && $0.hasSuffix(">!$_") ? String($0.dropFirst(4).dropLast(4)) : $0 }
    }
}

/// One property of a card: a phone number, an address, …
public struct VCardProperty: Sendable, Hashable {
    /// Properties with the same group belong together.
    public var group: String?
    /// In capitals.
    public var name: String
    public var parameters: [VCardParameter]
    public var value: Value

    public enum Value: Sendable, Hashable {
        case text(String)
        /// Parts of a name, an address, an organisation; each a list.
        case components([[String]])
        /// A picture, a sound, a key, with its media type where the card gives one.
        case data([UInt8], mediaType: String?)
        case uri(String)
    }

    public init(_ name: String, _ value: Value, group: String? = nil, parameters: [VCardParameter] = []) {
        (self.group, self.name, self.parameters, self.value) = (group, name, parameters, value)
    }

    public init(_ name: String, _ text: String, types: [String] = []) {
        self.init(name, .text(text), parameters: types.isEmpty ? [] : [VCardParameter("TYPE", types)])
    }

    /// Empty for data.
    public var text: String {
        switch value {
        case .text(let text), .uri(let text): text
        case .components(let parts): parts.map { $0.joined(separator: ",") }.joined(separator: ";")
        case .data: ""
        }
    }

    public var components: [[String]] {
        switch value {
        case .components(let parts): parts
        case .text(let text), .uri(let text): [[text]]
        case .data: []
        }
    }

    /// Of all parameters with this name, in capitals.
    public func parameter(_ name: String) -> [String] { parameters.filter { $0.name == name }.flatMap(\.values) }

    /// In small letters: `work`, `cell`, `pref`, …
    public var types: [String] { parameter("TYPE").map { $0.lowercased() } }

    public var isPreferred: Bool { types.contains("pref") || parameter("PREF").contains("1") }
}

public struct VCardParameter: Sendable, Hashable {
    /// In capitals.
    public var name: String
    public var values: [String]

    public init(_ name: String, _ values: [String]) { (self.name, self.values) = (name, values) }
}

/// The parts of a person's name.
public struct VCardName: Sendable, Hashable {
    public var family, given, additional, prefix, suffix: String

    init(_ parts: [[String]]) {
        let texts = parts.map { $0.joined(separator: " ") } + Array(repeating: "", count: 5)
        (family, given, additional, prefix, suffix) = (texts[0], texts[1], texts[2], texts[3], texts[4])
    }
}

/// The parts of an address.
public struct VCardAddress: Sendable, Hashable {
    public var box, extended, street, locality, region, code, country: String

    /// Nil for a property that is no address.
    public init?(_ property: VCardProperty) {
        guard property.name == "ADR" else { return nil }
        let texts = property.components.map { $0.joined(separator: ",") } + Array(repeating: "", count: 7)
        (box, extended, street, locality) = (texts[0], texts[1], texts[2], texts[3])
        (region, code, country) = (texts[4], texts[5], texts[6])
    }
}
