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
