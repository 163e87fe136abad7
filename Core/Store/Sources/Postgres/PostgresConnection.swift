import Kernel

/// A connection on a thread of its own.
actor PostgresConnection {
    private let executor = QueueExecutor(label: "guanxi.postgres")
    private let url: String
    private var link: PostgresLink?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(url: String) {
        self.url = url
    }

    func open() throws {
        link = try PostgresLink(url: url)
    }

    /// Whether it can be used again.
    var isUsable: Bool { link.map { !$0.isBroken && $0.isIdle } ?? false }

    /// Runs a transaction; throws `LostConnection` when the connection was dead before `body` began.
    func transaction<T: Sendable>(
        begin: String, _ interruption: Interruption, _ body: @Sendable (PostgresSession) throws -> T
    ) throws -> T {
        guard let link else { throw LostConnection() }
        try interruption.check()
        do {
            try link.command(begin)
        } catch {
            throw link.isBroken ? LostConnection() : error
        }
        let session = PostgresSession(link, interruption)
        do {
            let canceller = link.canceller
            try interruption.arm { _ in canceller.cancel() }
            let result = try body(session)
            try interruption.check()
            if link.hasFailedTransaction { throw session.failure ?? StoreError.failed(code: "25P02", message: "") }
            try link.command("COMMIT")
            interruption.disarm()
            settle(link, interruption)
            return result
        } catch {
            interruption.disarm()
            let told = interruption.explain(error)
            settle(link, interruption)
            if case StoreError.conflict(StoreError.stalePlan) = told { try? link.forgetStatements() }
            throw told
        }
    }

    /// Leaves the connection without a transaction, and without a cancellation that the next one would suffer.
    private func settle(_ link: PostgresLink, _ interruption: Interruption) {
        // The signal of a cancellation may arrive late and hit what comes after.
        if interruption.reason != nil { _ = try? link.command("SELECT 1") }
        var tries = 0
        while !link.isIdle, !link.isBroken, tries < 3 {
            _ = try? link.command("ROLLBACK")
            tries += 1
        }
    }

    /// Runs a statement outside of any transaction.
    func administer(_ statement: SQL) throws {
        try link?.command(statement.rendered(for: .postgres).text)
    }

    func close() {
        link = nil
    }
}

/// A connection was dead before anything was asked of it: another one can be tried.
struct LostConnection: Error {}
