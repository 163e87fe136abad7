public import Kernel
import Store

extension Door {
    /// Makes a change once, however often it is asked for: a repetition gets the answer of the first time.
    ///
    /// Key and change are written in one transaction, so that a crash leaves both or neither. Who comes with the same key at the
    /// same time waits in the INSERT until the first is through. What is refused rolls back and is tried again.
    /// - Parameter part: of a request that takes several transactions, counted from 0.
    public func once(
        _ request: RepeatableRequest, part: Int = 0, _ change: () throws -> KeptAnswer
    ) throws -> (answer: KeptAnswer, isReplay: Bool) {
        let now = engine.clock.now().milliseconds
        try session.execute(
            """
            DELETE FROM \(name: SystemTables.answers)
            WHERE user_id = \(request.user) AND at <= \(now - SystemTables.answerLife)
            """)
        let count = try session.execute(
            """
            INSERT INTO \(name: SystemTables.answers) (user_id, key, part, fingerprint, at, status, headers)
            VALUES (\(request.user), \(request.key), \(part), \(request.fingerprint), \(now), 0, '{}')
            ON CONFLICT (user_id, key, part) DO NOTHING
            """)
        guard count == 1 else { return (try keptAnswer(request, part), true) }
        let answer = try change()
        try keep(answer, request, part)
        return (answer, false)
    }

    private func keptAnswer(_ request: RepeatableRequest, _ part: Int) throws -> KeptAnswer {
        let row = try session.first(
            """
            SELECT fingerprint, status, headers, body
            FROM \(name: SystemTables.answers)
            WHERE user_id = \(request.user) AND key = \(request.key) AND part = \(part)
            """)
        guard let row, row["fingerprint"].text == request.fingerprint else { throw RepeatableRequest.Mistake.otherRequest }
        guard let kept = row["body"].text,
            let body = SystemTables.answerBodies.open(kept, at: Self.place(request, part), with: engine.vault)
        else { throw RepeatableRequest.Mistake.answerNotKept }
        let headers = (try? JSON.parse(row["headers"].text ?? ""))?.object ?? [:]
        return KeptAnswer(status: Int(row["status"].integer ?? 0), headers: headers.compactMapValues(\.string), body: body)
    }

    private func keep(_ answer: KeptAnswer, _ request: RepeatableRequest, _ part: Int) throws {
        // An answer holds whole records, with what lies sealed in their own tables.
        let body = answer.body.utf8.count <= KeptAnswer.maximumBytes
            ? SystemTables.answerBodies.seal(answer.body, at: Self.place(request, part), with: engine.vault) : nil
        let headers = JSON.object(answer.headers.mapValues(JSON.string)).text
        try session.execute(
            """
            UPDATE \(name: SystemTables.answers)
            SET status = \(answer.status), headers = \(headers), body = \(body)
            WHERE user_id = \(request.user) AND key = \(request.key) AND part = \(part)
            """)
    }

    private static func place(_ request: RepeatableRequest, _ part: Int) -> [Stored] {
        [.integer(request.user), .text(request.key), .integer(Int64(part))]
    }
}

extension SystemTables {
    static let answers = "idempotency"
    static let answerBodies = SealedColumn(name: answers, table: answers, column: "body", key: ["user_id", "key", "part"])
    /// How long an answer is kept.
    static let answerLife: Int64 = 24 * 3_600_000

    static let idempotencyPlans = [
        TablePlan(
            name: answers,
            columns: [
                ColumnPlan(name: "user_id", type: .integer, isRequired: true), ColumnPlan(name: "key", type: .text, isRequired: true),
                ColumnPlan(name: "part", type: .integer, isRequired: true),
                ColumnPlan(name: "fingerprint", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                ColumnPlan(name: "status", type: .integer, isRequired: true),
                ColumnPlan(name: "headers", type: .text, isRequired: true), ColumnPlan(name: "body", type: .text),
            ],
            primaryKey: ["user_id", "key", "part"], indexes: [IndexPlan(name: "idempotency_at", columns: ["at"])])
    ]
}
