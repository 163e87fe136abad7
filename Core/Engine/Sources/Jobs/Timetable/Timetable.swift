import Foundation
public import Kernel
import Store

/// What the program itself does again and again, as administrators see it.
public struct TimetableEntry: Sendable {
    public let kind: String
    /// The five fields of crontab, and the zone that they are meant in.
    public let rhythm: String
    public let zone: String
    public let nextAt: Instant?
    /// The last one, as long as it is remembered.
    public let last: Job?
}

extension Jobs {
    /// - Throws: `Refusal.forbidden` for everybody but administrators.
    public func timetable(as actor: Actor) async throws -> [TimetableEntry] {
        guard actor.isAdministrator, actor.scopes.allows(.read, "job") else { throw Refusal.forbidden(verb: .read, entity: "job") }
        let kinds = engine.jobKinds.values.filter { $0.schedule != nil }.sorted { $0.name < $1.name }
        return try await engine.database.read(limit: Engine.readLimit) { session in
            let entered = try session.rows("SELECT kind, due, last_job FROM \(name: SystemTables.schedules)")
            let rows = Dictionary(entered.map { ($0[0].text ?? "", $0) }) { $1 }
            return try kinds.compactMap { kind in
                guard let schedule = kind.schedule else { return nil }
                let row = rows[kind.name]
                let last = try row?[2].integer.flatMap { job in
                    try session.first("SELECT \(Job.columns) FROM \(name: SystemTables.jobs) WHERE id = \(job)")
                }
                return TimetableEntry(
                    kind: kind.name, rhythm: schedule.text, zone: schedule.zone.identifier,
                    nextAt: row?[1].integer.map(Instant.init(milliseconds:)), last: last.map(Job.init))
            }
        }
    }
}
