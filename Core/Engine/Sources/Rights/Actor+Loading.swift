import Foundation
public import Kernel
import Store

extension Engine {
    /// The columns of `user` that an actor is made of, under the alias `u`.
    static let actorColumns: SQL = "u.id, u.unit_id, u.is_administrator, u.language, u.zone"

    /// The actor of a row of `actorColumns`, with their rights as they are now.
    ///
    /// - Parameter generations: as they stand in this session, where the caller has read them.
    func actor(_ row: Row, _ generations: [Generation: Int64]? = nil, in session: any ReadSession) throws -> Actor? {
        guard let id = row[0].integer.map(RecordID.init(rawValue:)) else { return nil }
        let generations = try generations ?? session.generations()
        let rights = try rights.rights(
            of: id, isAdministrator: row[2].flag ?? false, generation: generations[.rights] ?? 0, in: session, now: clock.now())
        return Actor(
            user: id, unit: row[1].integer.map(RecordID.init(rawValue:)), isAdministrator: rights.isUnlimited, rights: rights,
            language: Language(rawValue: row[3].text ?? "") ?? .chinese,
            zone: TimeZone(identifier: row[4].text ?? "") ?? Actor.standardZone)
    }

    /// The actor of a user who may work; nil when there is none.
    public func actor(of user: RecordID) async throws -> Actor? {
        try await database.read { [self] session in
            try session.first(
                """
                SELECT \(Self.actorColumns)
                FROM \(name: "user") AS u
                WHERE u.id = \(user.rawValue) AND u.deleted_at IS NULL AND u.is_active = 1
                """
            ).flatMap { try actor($0, in: session) }
        }
    }
}
