import Foundation
import Kernel

/// Where a page ended: the sort values of its last record. The next page begins after them, so records that come or go in
/// between move nothing.
public struct Cursor: Sendable, Hashable {
    let values: [Stored]
    let id: Int64
    /// Of the order and the filter that the page was read with; a cursor fits no other query.
    let fingerprint: String

    init(values: [Stored], id: Int64, of query: ListQuery) {
        (self.values, self.id, fingerprint) = (values, id, Self.fingerprint(query))
    }

    /// Whether this query could have given it; what its fields cannot hold was forged.
    func fits(_ query: ListQuery, _ catalogue: Catalogue) -> Bool {
        guard fingerprint == Self.fingerprint(query), values.count == query.sort.count else { return false }
        return zip(values, query.sort).allSatisfy { value, key in
            let type = (try? catalogue.resolve(key.path, from: query.entity))?.kind.columns.first?.type
            return switch (value, type) {
            case (.null, _), (.integer, .integer?): true
            case (.text(let text), .text?): !text.utf8.contains(0)
            default: false
            }
        }
    }

    /// Reads the text that `text` wrote; nil for anything else.
    public init?(_ text: String) {
        let padded = text.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard text.utf8.count <= 4_000, let data = Data(base64Encoded: padded), let json = try? JSON.parse(data),
            let items = json["v"]?.array, let id = json["i"]?.integer, let fingerprint = json["q"]?.string
        else { return nil }
        var values: [Stored] = []
        for item in items {
            switch item {
            case .null: values.append(.null)
            case .string(let text): values.append(.text(text))
            default:
                guard let number = item.integer else { return nil }
                values.append(.integer(number))
            }
        }
        (self.values, self.id, self.fingerprint) = (values, id, fingerprint)
    }

    public var text: String {
        let items = values.map { value -> JSON in
            switch value {
            case .text(let text): .string(text)
            case .integer(let number): JSON(number)
            case .null, .real, .bytes: .null
            }
        }
        let json: JSON = ["v": .array(items), "i": JSON(id), "q": .string(fingerprint)]
        return Data(json.text.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// FNV-1a of what decides the order and the membership of the list.
    private static func fingerprint(_ query: ListQuery) -> String {
        let text = "\(query.entity.name)|\(query.sort)|\(query.filter)|\(query.search)|\(query.deleted)"
        let hash = text.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return String(hash, radix: 36)
    }
}
