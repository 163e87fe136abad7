/// The statements that a connection holds ready, by their text and the types of their parameters.
struct PreparedStatements {
    private struct Entry {
        let name: String
        let types: [UInt32]
        var lastUse: Int
    }

    private let most: Int
    private var entries: [String: [Entry]] = [:]
    private var count = 0
    private var uses = 0
    private var names = 0

    init(most: Int) {
        self.most = most
    }

    /// Statements of more parameters are long lists that hardly come again. libpq could not even describe those of more than 7,498:
    /// it takes the answer, over 30,000 bytes of a kind that it thinks short, for noise and gives the connection up.
    private static let mostParameters = 1_000

    /// Definitions and settings are neither planned nor repeated.
    static func pays(for text: String, parameters: Int) -> Bool {
        guard parameters <= mostParameters else { return false }
        let verb = text.drop { $0.isWhitespace || $0 == "(" }.prefix(6).uppercased()
        return ["SELECT", "INSERT", "UPDATE", "DELETE"].contains(verb) || verb.hasPrefix("WITH")
    }

    /// The name under which a fitting statement is ready. A NULL, of type 0, fits every type.
    mutating func name(for text: String, _ types: [UInt32]) -> String? {
        guard let index = entries[text]?.firstIndex(where: { Self.fits(types, $0.types) }) else { return nil }
        uses += 1
        entries[text]?[index].lastUse = uses
        return entries[text]?[index].name
    }

    private static func fits(_ given: [UInt32], _ expected: [UInt32]) -> Bool {
        given.count == expected.count && zip(given, expected).allSatisfy { $0 == $1 || $0 == 0 }
    }

    mutating func newName() -> String {
        names += 1
        return "s\(names)"
    }

    mutating func keep(_ name: String, for text: String, _ types: [UInt32]) {
        uses += 1
        count += 1
        entries[text, default: []].append(Entry(name: name, types: types, lastUse: uses))
    }

    /// Drops the text unused for longest when all places are taken; the names are for the server to forget.
    mutating func makeRoom() -> [String] {
        guard count >= most else { return [] }
        let oldest = entries.min { Self.lastUse($0.value) < Self.lastUse($1.value) }
        guard let oldest else { return [] }
        entries[oldest.key] = nil
        count -= oldest.value.count
        return oldest.value.map(\.name)
    }

    private static func lastUse(_ variants: [Entry]) -> Int {
        variants.map(\.lastUse).max() ?? 0
    }

    mutating func removeAll() {
        entries = [:]
        count = 0
    }
}
