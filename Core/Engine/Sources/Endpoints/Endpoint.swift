public import Kernel

/// A question or a deed of a module that is no record by itself, declared once: it yields the route, the reading of what comes in and
/// the description for programs.
///
/// ```swift
/// Endpoint.reading("customerByCode", "customers/by-code/{code}", answers: […]) { call, reader in
///     …
/// }
/// ```
/// Its text stands under `endpoint.<name>`, those of its parameters and places under `endpoint.<name>.<key>`.
public struct Endpoint: Sendable {
    public enum Method: String, Sendable { case get, post, put, delete }

    /// What is done with a call, and how long it may hold the database.
    public enum Work: Sendable {
        /// On one snapshot, with the rights of the actor.
        case reading(@Sendable (EndpointCall, Reader) throws -> JSON)
        /// In one transaction, once for each `Idempotency-Key`.
        case changing(@Sendable (EndpointCall, Door) throws -> JSON)
        /// Several short ones after each other.
        case working(@Sendable (EndpointCall, Engine) async throws -> JSON)
        /// The same for a file.
        case writing(@Sendable (EndpointCall, Engine) async throws -> EndpointFile)
    }

    /// Also the id of the operation for programs.
    public let name: String
    public let method: Method
    /// Below `/api/v1`: `customers/{id}/graph`. The first step is the resource of an entity or a word of its own; a place behind the
    /// resource is its `id`.
    public let path: String
    /// In the address of a `get` or `delete`, else members of the body.
    public let parameters: [FieldDefinition]
    /// The JSON Schema of the answer; of a file the list of its media types.
    public let answer: JSON
    /// Waits for one of the places of heavy queries.
    public let isHeavy: Bool
    public let work: Work

    private init(_ name: String, _ method: Method, _ path: String, _ parameters: [FieldDefinition], _ answer: JSON, _ isHeavy: Bool, _ work: Work) {
        (self.name, self.method, self.path, self.parameters) = (name, method, path, parameters)
        (self.answer, self.isHeavy, self.work) = (answer, isHeavy, work)
    }

    public static func reading(
        _ name: String, _ path: String, by method: Method = .get, takes parameters: [FieldDefinition] = [], answers: JSON, isHeavy: Bool = false,
        _ body: @escaping @Sendable (EndpointCall, Reader) throws -> JSON
    ) -> Endpoint {
        Endpoint(name, method, path, parameters, answers, isHeavy, .reading(body))
    }

    public static func changing(
        _ name: String, _ path: String, by method: Method = .post, takes parameters: [FieldDefinition] = [], answers: JSON,
        _ body: @escaping @Sendable (EndpointCall, Door) throws -> JSON
    ) -> Endpoint {
        Endpoint(name, method, path, parameters, answers, false, .changing(body))
    }

    public static func working(
        _ name: String, _ path: String, by method: Method = .post, takes parameters: [FieldDefinition] = [], answers: JSON,
        _ body: @escaping @Sendable (EndpointCall, Engine) async throws -> JSON
    ) -> Endpoint {
        Endpoint(name, method, path, parameters, answers, false, .working(body))
    }

    public static func file(
        _ name: String, _ path: String, takes parameters: [FieldDefinition] = [], types: [String],
        _ body: @escaping @Sendable (EndpointCall, Engine) async throws -> EndpointFile
    ) -> Endpoint {
        Endpoint(name, .get, path, parameters, .array(types.map(JSON.string)), true, .writing(body))
    }

    /// The steps of the path.
    public var steps: [String] { path.split(separator: "/").map(String.init) }

    /// The names of its places: `code` of `customers/by-code/{code}`.
    public var places: [String] { steps.compactMap(Self.place) }

    public static func place(_ step: String) -> String? {
        step.hasPrefix("{") && step.hasSuffix("}") ? String(step.dropFirst().dropLast()) : nil
    }

    /// Whether parameters come in the address.
    public var asksByAddress: Bool { method == .get || method == .delete }
}

/// A file that an endpoint writes piece by piece.
public struct EndpointFile: Sendable {
    public typealias Write = @Sendable (_ piece: [UInt8]) throws -> Void

    /// In ASCII.
    public let name: String
    /// Its media type.
    public let type: String
    public let write: @Sendable (Write) async throws -> Void

    public init(name: String, type: String, write: @escaping @Sendable (Write) async throws -> Void) {
        (self.name, self.type, self.write) = (name, type, write)
    }
}

/// One call of an endpoint, with what came in, read and checked.
public struct EndpointCall: Sendable {
    public let actor: Actor
    public let language: Language
    public let catalogue: Catalogue
    let values: Values
    let places: [String: String]

    /// A parameter; null when it was not given.
    public subscript(key: String) -> Value { values[key] ?? .null }

    /// What stands at a place of the path, decoded.
    public func place(_ name: String) -> String { places[name] ?? "" }

    /// The record that the path names.
    public let record: RecordID?

    public init(
        actor: Actor, language: Language, catalogue: Catalogue, values: Values = [:], places: [String: String] = [:], record: RecordID? = nil
    ) {
        (self.actor, self.language, self.catalogue, self.values, self.places, self.record) = (actor, language, catalogue, values, places, record)
    }
}

extension Endpoint {
    private var form: EntityDefinition { EntityDefinition(name: name, plural: "", title: "", fields: parameters) }

    /// Reads the members of a body, or throws `Invalid` with every problem.
    public func given(_ body: JSON, by actor: Actor) throws(Invalid) -> Values {
        try completed(Input.values(body, for: form, as: actor.unbound))
    }

    /// Reads the parameters of an address. One without a value is a mistake, not an empty value.
    public func given(_ texts: [(name: String, value: String)], by actor: Actor) throws(Invalid) -> Values {
        let empty = texts.filter { $0.value.allSatisfy(\.isWhitespace) }
        guard empty.isEmpty else { throw Invalid(empty.map { ValueProblem(.required).on(String($0.name.prefix(60))) }) }
        let members = Dictionary(texts.map { ($0.name, $0.value) }) { first, _ in first }
        return try completed(Input.values(texts: members, for: form, as: actor.unbound))
    }

    private func completed(_ given: Values) throws(Invalid) -> Values {
        let missing = parameters.filter { $0.isRequired && (given[$0.key] ?? .null).isEmpty && $0.standard.isNull }
        guard missing.isEmpty else { throw Invalid(missing.map { ValueProblem(.required).on($0.key) }) }
        let standards = Dictionary(parameters.filter { !$0.standard.isNull }.map { ($0.key, $0.standard) }) { first, _ in first }
        return standards.merging(given.filter { !$0.value.isNull }) { $1 }
    }

    /// Declarations that cannot work together.
    static func mistakes(in modules: [any Module], _ entities: [EntityDefinition]) -> [String] {
        let endpoints = modules.flatMap(\.endpoints), resources = Set(entities.map(\.plural))
        let names = Dictionary(grouping: endpoints, by: \.name).filter { $0.value.count > 1 }.keys.map { "two endpoints are called \($0)" }
        let paths = Dictionary(grouping: endpoints) { "\($0.method.rawValue) \($0.path)" }.filter { $0.value.count > 1 }.keys.map { "two endpoints are at \($0)" }
        let places = endpoints.filter { endpoint in
            let steps = endpoint.steps
            return steps.isEmpty || place(steps[0]) != nil || steps.count < 2 && resources.contains(steps[0])
                || steps.dropFirst().first.flatMap(place).map { $0 != Common.id || !resources.contains(steps[0]) } ?? false
        }
        let kept = EntityDefinition(name: "", plural: "", title: "", fields: [])
        let taken = endpoints.flatMap { endpoint in endpoint.parameters.filter { kept[$0.key] != nil }.map { "\(endpoint.name).\($0.key)" } }
        return names + paths + taken.map { "the parameter \($0) has the name of a field that every record has" } + places.map { "the endpoint \($0.name) cannot be at \($0.path)" }
    }
}
