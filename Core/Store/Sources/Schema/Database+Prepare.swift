/// An engine that needs more than a common transaction to change its tables.
protocol SchemaAltering: Database {
    func alter<T: Sendable>(_ body: @escaping @Sendable (any WriteSession) throws -> T) async throws -> T
}

extension Database {
    /// Makes the database as planned, in one transaction and with other servers waiting; says what that took.
    ///
    /// Missing migrations run first, in order; then missing tables, columns, foreign keys and indexes are made. What the
    /// plan does not know stays. Throws `.newer`, `.incompatible` or `.badPlan`, and then nothing has changed.
    public func prepare(_ plan: SchemaPlan) async throws -> SchemaReport {
        try plan.check()
        let body: @Sendable (any WriteSession) throws -> SchemaReport = { session in
            var work = SchemaWork(session: session, plan: plan)
            return try work.run()
        }
        if let altering = self as? any SchemaAltering { return try await altering.alter(body) }
        return try await write(limit: nil, body)
    }
}

extension WriteSession {
    /// Waits until no other transaction, on whatever server, prepares or extends this database; held until this one ends.
    public func lockSchema() throws {
        try dialect.schemaWords.lock(self)
    }

    /// Makes what the plan has beyond the database, within this transaction: new tables, columns that may be empty, indexes.
    ///
    /// Throws `.conflict` when a table is in use for so long that others would have to wait, `.unique` when rows stand against
    /// a unique index, and what `prepare` throws.
    @discardableResult
    public func extend(_ plan: SchemaPlan) throws -> SchemaReport {
        try plan.check()
        var work = SchemaWork(session: self, plan: plan)
        return try work.extend()
    }
}
