/// A postal address. In China the street line follows province, city and district; abroad the parts may stand empty.
public struct Address: Sendable, Hashable {
    public var country, province, city, district, street, postcode: String?

    public init(
        country: String? = nil, province: String? = nil, city: String? = nil, district: String? = nil, street: String? = nil,
        postcode: String? = nil
    ) {
        (self.country, self.province, self.city) = (country, province, city)
        (self.district, self.street, self.postcode) = (district, street, postcode)
    }

    /// The parts by name, in the order in which columns, JSON and forms have them.
    public static let parts: [(name: String, path: any WritableKeyPath<Address, String?> & Sendable)] = [
        ("country", \.country), ("province", \.province), ("city", \.city), ("district", \.district), ("street", \.street),
        ("postcode", \.postcode),
    ]

    public var isEmpty: Bool { Self.parts.allSatisfy { self[keyPath: $0.path] == nil } }

    /// One line, from large to small, as it stands on a Chinese envelope.
    public var line: String {
        [province, city == province ? nil : city, district, street].compactMap { $0 }.joined()
    }
}
