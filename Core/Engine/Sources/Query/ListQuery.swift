public import Kernel

/// What a caller wants of an entity's records: which, in what order, how many, which fields.
public struct ListQuery: Sendable {
    public let entity: EntityDefinition
    public var filter: Rule = .always
    /// Words to search for, as typed.
    public var search: String = ""
    public var sort: [SortKey] = []
    /// Keys of the fields that are wanted; nil for all.
    public var fields: [String]?
    /// References of which the title is wanted beside the id.
    public var expand: [String] = []
    public var limit = 50
    public var cursor: Cursor?
    /// The position of the first row, from 0, for whoever jumps into the middle of a list instead of going on from a cursor.
    public var skip = 0
    public var countsTotal = false
    /// Deleted records instead of living ones.
    public var deleted = false

    public static let maximumLimit = 200
    public static let maximumSkip = 10_000_000

    public init(_ entity: EntityDefinition) { self.entity = entity }

    public struct SortKey: Sendable, Hashable {
        public let path: FieldPath
        public let descending: Bool

        public init(_ path: FieldPath, descending: Bool = false) {
            (self.path, self.descending) = (path, descending)
        }
    }
}

extension ListQuery {
    /// Reads the parameters of an address: `filter`, `q`, `sort`, `fields`, `expand`, `limit`, `cursor`, `skip`, `count`, `deleted`;
    /// every other name is a field that must equal its value. All problems are found at once.
    public init(
        _ parameters: [(name: String, value: String)], on entity: EntityDefinition, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) {
        self.init(entity)
        var problems: [FieldProblem] = []
        var seen: Set<String> = []
        for (name, value) in parameters {
            do throws(Invalid) {
                guard seen.insert(name).inserted else { throw Invalid(name, .repeated) }
                try read(name, value, catalogue, actor)
            } catch {
                problems += error.problems
            }
        }
        if seen.isSuperset(of: ["skip", "cursor"]) { problems.append(ValueProblem(.notTogether, ["other": "cursor"]).on("skip")) }
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    private mutating func read(_ name: String, _ value: String, _ catalogue: Catalogue, _ actor: Actor) throws(Invalid) {
        switch name {
        case "filter":
            guard let json = try? JSON.parse(value) else { throw Invalid("filter", .badFilter) }
            filter = filter && (try RuleParser.rule(json, on: entity, catalogue, for: actor))
        case "q":
            guard value.utf8.count <= 400 else { throw Invalid("q", .tooLong, ["max": "400"]) }
            search = value
        case "sort":
            for part in value.split(separator: ",").map(String.init) { sort.append(try Self.sortKey(part, entity, catalogue, actor)) }
            guard sort.count <= 4 else { throw Invalid("sort", .tooMany, ["max": "4"]) }
        case "fields":
            let keys = value.split(separator: ",").map(String.init)
            for key in keys {
                let field = try catalogue.resolve([key], from: entity).field
                guard actor.rights.may(see: field, of: entity) else { throw Invalid(key, .unknownField, ["field": key]) }
            }
            fields = keys
        case "expand":
            expand = value.split(separator: ",").map(String.init)
            for key in expand {
                guard let field = entity[key], field.kind is ReferenceKind, actor.rights.right(field, of: entity) >= .read else {
                    throw Invalid("expand", .unknownField, ["field": key])
                }
            }
        case "limit":
            guard let number = Int(value), (1...Self.maximumLimit).contains(number) else {
                throw Invalid("limit", .outOfRange, ["min": "1", "max": String(Self.maximumLimit)])
            }
            limit = number
        case "cursor":
            guard let cursor = Cursor(value) else { throw Invalid("cursor", .badCursor) }
            self.cursor = cursor
        case "skip":
            guard let number = Int(value), (0...Self.maximumSkip).contains(number) else {
                throw Invalid("skip", .outOfRange, ["min": "0", "max": String(Self.maximumSkip)])
            }
            skip = number
        case "count": countsTotal = try Self.flag(name, value)
        case "deleted": deleted = try Self.flag(name, value)
        default:
            let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            let kind = try catalogue.resolve(path, from: entity, for: actor).kind
            guard kind.operators.contains(.equal) else { throw Invalid(name, .badOperator, ["operator": "eq"]) }
            filter = filter && (value.isEmpty ? .empty(path) : .compare(path, .equal, try Self.operand(name, value, kind)))
        }
    }

    private static func operand(_ name: String, _ value: String, _ kind: any FieldKind) throws(Invalid) -> Value {
        if kind is FlagKind { return .flag(try flag(name, value)) }
        do throws(ValueProblem) { return try kind.parse(text: value) } catch { throw Invalid([error.on(name)]) }
    }

    private static func flag(_ name: String, _ value: String) throws(Invalid) -> Bool {
        switch value {
        case "true": return true
        case "false": return false
        default: throw Invalid(name, .badFlag)
        }
    }

    static func sortKey(
        _ text: String, _ entity: EntityDefinition, _ catalogue: Catalogue, _ actor: Actor
    ) throws(Invalid) -> SortKey {
        let descending = text.hasPrefix("-")
        let path = text.drop { $0 == "-" || $0 == "+" }.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let kind = try catalogue.resolve(path, from: entity, for: actor).kind
        guard kind.isSortable else {
            throw Invalid("sort", .badSort, ["field": String(text.prefix(60))])
        }
        return SortKey(path, descending: descending)
    }
}
