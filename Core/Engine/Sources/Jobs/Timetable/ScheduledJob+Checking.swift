import Foundation
import Kernel

extension ScheduledJob {
    /// Of each person: more would be a mistake of a program.
    static let maximum = 50
    /// What is due more often belongs to a program that listens to changes.
    static let shortest: Int64 = 15 * 60_000

    static let hooks: [Hook] = [
        .beforeSaving(ScheduledJob.self) { planned, saving in
            func changes(_ keys: String...) -> Bool { keys.contains { saving.changes($0, in: planned.values) } }
            if changes("job", "payload") {
                guard let user = saving.door.actor.user else { throw Invalid("runsAs", .required) }
                planned[\.runsAs] = Reference(user)
                try saving.door.rehearse(planned[\.job], planned[\.payload].json)
            }
            if saving.before == nil { try checkCount(planned, saving.door) }
            guard changes("rhythm", "zone", "isActive") else { return }
            let next = try nextMoment(planned, after: saving.door.engine.clock.now())
            planned[\.nextAt] = planned[\.isActive] ? next : nil
            if planned[\.isActive], saving.door.actor.user != nil { planned[\.trouble] = nil }
        },
    ]

    private static func checkCount(_ planned: Record<ScheduledJob>, _ door: Door) throws {
        let own = Rule.compare([Common.owner], .equal, planned.values[Common.owner] ?? .null)
        guard try door.reader.count(schema.definition, where: own) < maximum else { throw Invalid("name", .tooMany, ["max": String(maximum)]) }
    }

    /// The next moment, once the rhythm has been found to be one.
    static func nextMoment(_ planned: Record<ScheduledJob>, after now: Instant) throws(Invalid) -> Instant {
        guard let zone = TimeZone(identifier: planned[\.zone]) else { throw Invalid("zone", .unknownOption, ["option": planned[\.zone]]) }
        let cron: Cron
        do throws(Cron.Mistake) { cron = try Cron(planned[\.rhythm]) } catch { throw Invalid("rhythm", .badRhythm) }
        guard let first = cron.next(after: now, in: zone) else { throw Invalid("rhythm", .badRhythm) }
        // A day's worth, so that those that lie close together are met wherever they lie.
        var last = first
        for _ in 0..<100 {
            guard let next = cron.next(after: last, in: zone) else { break }
            guard next.milliseconds - last.milliseconds >= shortest else { throw Invalid("rhythm", .tooOften, ["minutes": String(shortest / 60_000)]) }
            last = next
        }
        return first
    }
}

extension Door {
    /// Throws what beginning such a job would throw, and begins none.
    fileprivate func rehearse(_ kind: String, _ payload: JSON) throws {
        struct Over: Error {}
        guard engine.jobKinds[kind]?.isRepeatable == true else { throw Invalid("job", .unknownOption, ["option": kind]) }
        do {
            try alone {
                _ = try engine.jobs.start(kind, payload, through: self)
                throw Over()
            }
        } catch is Over {
        } catch let invalid as Invalid {
            throw Invalid(invalid.problems.map { FieldProblem(field: $0.field.isEmpty ? "payload" : "payload." + $0.field, problem: $0.problem) })
        }
    }
}
