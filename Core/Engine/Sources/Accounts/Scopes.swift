public import Kernel

/// What a token may at most do. The rights of its user bound it as well: a scope takes away and never adds.
public struct Scopes: Sendable, Hashable {
    /// Whatever its user may.
    public static let all = Scopes(grants: nil)

    /// Nil bounds nothing.
    private let grants: Set<Grant>?

    fileprivate struct Grant: Hashable {
        /// Nil stands for all entities.
        let entity: String?
        let level: Level
    }

    /// `write` means read as well: whoever changes a record gets it back.
    fileprivate enum Level: String { case read, write }

    /// What scopes can name beside entities.
    private static let others: Set = ["job", "notice", "securityLog"]
    public static let maximum = 100

    private init(grants: Set<Grant>?) { self.grants = grants }

    /// Reads `read`, `write`, `customer:read`, `customer:write`, as many as are wanted.
    public init(_ texts: [String], _ catalogue: Catalogue) throws(Invalid) {
        guard !texts.isEmpty else { throw Invalid("scopes", .required) }
        guard texts.count <= Self.maximum else { throw Invalid("scopes", .tooMany, ["max": String(Self.maximum)]) }
        var grants: Set<Grant> = []
        for text in texts {
            guard let grant = Grant(text), grant.entity.map({ catalogue[$0] != nil || Self.others.contains($0) }) ?? true else {
                throw Invalid("scopes", .unknownOption, ["option": String(text.prefix(60))])
            }
            grants.insert(grant)
        }
        self.grants = grants
    }

    /// What `stored` wrote. What cannot be read allows nothing.
    init(stored: String?) {
        grants = stored.map { Set($0.split(separator: " ").compactMap { Grant(String($0)) }) }
    }

    var stored: String? { texts?.joined(separator: " ") }

    /// As they are written; nil where nothing is bounded.
    public var texts: [String]? { grants?.map(\.text).sorted() }

    /// Whether something may be done with records of an entity, as far as the token is concerned.
    public func allows(_ verb: Verb, _ entity: String) -> Bool {
        guard let grants else { return true }
        let levels: [Level] = verb.changes ? [.write] : [.read, .write]
        return levels.contains { grants.contains(Grant(entity: nil, level: $0)) || grants.contains(Grant(entity: entity, level: $0)) }
    }
}

extension Scopes.Grant {
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let level = Scopes.Level(rawValue: String(parts[parts.count - 1])) else { return nil }
        self.init(entity: parts.count == 2 ? String(parts[0]) : nil, level: level)
    }

    fileprivate var text: String { (entity.map { $0 + ":" } ?? "") + level.rawValue }
}
