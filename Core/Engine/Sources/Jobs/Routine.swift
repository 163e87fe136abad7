/// Work that goes on for as long as a server runs jobs, declared once by a module. Every server runs it: what it does must be shared
/// out by the database.
public struct Routine: Sendable {
    public let name: String
    let run: @Sendable (Engine, Duration) async -> Void

    /// - Parameter run: goes on until its task is cancelled; it is told how long to wait where nothing called (`Engine.listen`).
    public init(_ name: String, run: @escaping @Sendable (_ engine: Engine, _ idle: Duration) async -> Void) {
        (self.name, self.run) = (name, run)
    }
}

extension Engine {
    /// Hears when something new is in the database, as far as this process put it there. `leave` ends it.
    public func listen() -> BellListener { bell.listen() }

    /// Says that something new is in the database. `write` does so itself after every change of records.
    public func wake() { bell.ring() }
}
