import Foundation
import Kernel

/// Where a page ended: the sort values of its last record. The next page begins after them, so records that come or go in
/// between move nothing.
///
/// It is signed: only the user who got it can use it, for the same list, and on every server of the database.
public struct Cursor: Sendable, Hashable {
    let values: [Stored]
    let id: Int64
    private let signature: [UInt8]

    private static let maximumLength = 16_000

    init(values: [Stored], id: Int64, of query: ListQuery, _ reader: Reader) {
        (self.values, self.id) = (values, id)
        signature = reader.engine.cursorKey.signature(of: Self.contents(values, id, query, reader.actor))
    }

    /// Whether this query of this user could have given it.
    func isGenuine(of query: ListQuery, _ reader: Reader) -> Bool {
        reader.engine.cursorKey.signed(Self.contents(values, id, query, reader.actor), as: signature)
    }

    /// What the signature is of: the place, and all that decides the order and the membership of the list.
    private static func contents(_ values: [Stored], _ id: Int64, _ query: ListQuery, _ actor: Actor) -> String {
        let user = actor.user.map { "\($0)" } ?? "-"
        let list = "\(query.entity.name)|\(query.sort)|\(query.filter)|\(query.search)|\(query.deleted)"
        return "\(user)|\(place(values, id).text)|\(list)"
    }

    private static func place(_ values: [Stored], _ id: Int64) -> JSON {
        let items = values.map { value -> JSON in
            switch value {
            case .text(let text): .string(text)
            case .integer(let number): JSON(number)
            case .null, .real, .bytes: .null
            }
        }
        return ["v": .array(items), "i": JSON(id)]
    }

    /// Reads the text that `text` wrote; nil for anything else. Whether it is genuine is seen where it is used.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength, let data = Self.decoded(text), let json = try? JSON.parse(data),
            let items = json["v"]?.array, let id = json["i"]?.integer, let signature = json["s"]?.string.flatMap(Self.decoded)
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
        (self.values, self.id, self.signature) = (values, id, Array(signature))
    }

    public var text: String {
        guard case .object(var members) = Self.place(values, id) else { return "" }
        members["s"] = .string(Self.encoded(Data(signature)))
        return Self.encoded(Data(JSON.object(members).text.utf8))
    }

    private static func encoded(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decoded(_ text: String) -> Data? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
