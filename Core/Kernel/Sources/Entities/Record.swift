/// One record: `customer[\.grade]` is typed, for domain code; `customer.values` is by key, for generic code.
public struct Record<E: Entity>: Sendable {
    public private(set) var values: Values

    /// Checks that every typed field holds what its type says, so that reading one cannot fail later.
    public init(_ values: Values) throws(Invalid) { try self.init(values, checking: E.schema.declared) }

    /// For values of which every one is known to be of its field's kind, as all are that the database gave or a kind has read.
    public init(ofKind values: Values) throws(Invalid) { try self.init(values, checking: E.schema.exacting) }

    private init(_ values: Values, checking fields: [any DefinesField]) throws(Invalid) {
        let problems = fields.compactMap { field -> FieldProblem? in
            let value = values[field.definition.key] ?? .null
            // Most fields of most records are empty, and may be.
            if value.isNull, !field.definition.isRequired { return nil }
            guard !field.accepts(value) else { return nil }
            return ValueProblem(value.isNull ? .required : .wrongType).on(field.definition.key)
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        self.values = values
    }

    public subscript<V: FieldValue>(path: KeyPath<E, Field<V>>) -> V {
        get {
            let key = E.schema.key(path)
            guard let value = V(values[key] ?? .null) else {
                preconditionFailure("\(E.name).\(key) holds \(values[key] ?? .null)")
            }
            return value
        }
        set { values[E.schema.key(path)] = newValue.value }
    }

    public var id: RecordID { values[Common.id]?.reference ?? RecordID(rawValue: 0) }
}

/// The common fields of owned records.
extension Record {
    public var owner: RecordID? {
        get { values[Common.owner]?.reference }
        set { values[Common.owner] = newValue.map(Value.reference) ?? .null }
    }

    public var unit: RecordID? {
        get { values[Common.unit]?.reference }
        set { values[Common.unit] = newValue.map(Value.reference) ?? .null }
    }
}
