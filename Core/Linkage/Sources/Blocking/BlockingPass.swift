/// Records that agree in all parts of a pass are compared.
public struct BlockingPass: Sendable, Hashable, Codable {
    public struct Part: Sendable, Hashable, Codable {
        public let field: String
        public let form: KeyForm

        public init(_ field: String, _ form: KeyForm = .whole) { (self.field, self.form) = (field, form) }
    }

    public let parts: [Part]
    /// A smaller bound on its blocks than that of the settings, where agreeing says little: a name alone.
    public let largestBlock: Int?

    public init(_ parts: [Part], largestBlock: Int? = nil) { (self.parts, self.largestBlock) = (parts, largestBlock) }

    public init(_ parts: Part..., largestBlock: Int? = nil) { self.init(parts, largestBlock: largestBlock) }
}

/// What of a value goes into a key. Stable names: they stand in stored settings.
public enum KeyForm: String, Sendable, Hashable, Codable {
    /// A name as written, a company's core, any other value whole.
    case whole
    /// How a name is read, as ears confuse it: zh and z, ng and n, Latin consonants as in Soundex.
    case sound
    /// The first three characters of what `whole` gives.
    case start
    /// The value without each of its characters in turn: values that differ by one slip share a key.
    case slips
    /// The year of a date.
    case year
    /// The last seven digits of a phone.
    case subscriber
    /// The brand of a company, without what it does.
    case brand
}
