import Kernel
import Store

/// With whom the loser was shared, the survivor is shared from then on. Those of the loser stay where they are, unseen, for when it comes back.
extension Door {
    /// What becomes of the shares of the survivor: for each grantee the share before, null for none, and after. Of two the one that reaches
    /// further counts.
    func sharesAfterMerging(_ pair: MergePair) throws -> [String: JSON] {
        let now = engine.clock.now()
        let own = try shares(of: pair.survivorID), added = try shares(of: pair.loserID).filter { $0.until.map { $0 > now } ?? true }
        return added.reduce(into: [:]) { moves, share in
            let former = own.first { $0.grantee == share.grantee }
            let joined = former.map { former in
                let until = former.until.flatMap { first in share.until.map { max(first, $0) } }
                return Shares.Share(grantee: share.grantee, mayChange: former.mayChange || share.mayChange, until: until)
            } ?? share
            guard joined != former else { return }
            moves[share.grantee.description] = ["before": former?.json ?? .null, "after": joined.json]
        }
    }

    /// Gives the survivor the shares that `sharesAfterMerging` told.
    func moveShares(_ moves: [String: JSON], of entity: EntityDefinition, to survivor: RecordID) throws {
        for (grantee, move) in moves.sorted(by: { $0.key < $1.key }) {
            if let share = Shares.Share(grantee, move["after"]) { try write(share, of: entity, survivor) }
        }
    }

    /// Takes back what a merge did to the shares of the survivor, where nobody has shared it otherwise since.
    func moveSharesBack(_ moves: JSON?, of entity: EntityDefinition, from survivor: RecordID) throws {
        let present = try shares(of: survivor)
        for (grantee, move) in (moves?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let after = Shares.Share(grantee, move["after"]), present.contains(after) else { continue }
            if let before = Shares.Share(grantee, move["before"]) {
                try write(before, of: entity, survivor)
            } else {
                try session.execute("DELETE FROM \(name: Shares.table) WHERE record_id = \(survivor.rawValue) AND grantee_id = \(after.grantee.rawValue)")
            }
        }
    }

    private func shares(of id: RecordID) throws -> [Shares.Share] {
        try session.rows("SELECT grantee_id, may_change, until FROM \(name: Shares.table) WHERE record_id = \(id.rawValue) ORDER BY grantee_id").compactMap(Shares.Share.init)
    }

    private func write(_ share: Shares.Share, of entity: EntityDefinition, _ id: RecordID) throws {
        writes += 1
        try session.execute(
            """
            INSERT INTO \(name: Shares.table) (record_id, grantee_id, entity, may_change, until, at, actor_id)
            VALUES (\(id.rawValue), \(share.grantee.rawValue), \(entity.name), \(share.mayChange ? 1 : 0), \(share.until?.milliseconds),
            \(engine.clock.now().milliseconds), \(actor.user?.rawValue))
            ON CONFLICT (record_id, grantee_id) DO UPDATE SET may_change = excluded.may_change, until = excluded.until
            """)
    }
}

extension Shares.Share {
    fileprivate var json: JSON { ["mayChange": .flag(mayChange), "until": until.map { JSON($0.milliseconds) } ?? .null] }

    fileprivate init?(_ grantee: String, _ json: JSON?) {
        guard let grantee = RecordID(grantee), let json, json != .null else { return nil }
        self.init(grantee: grantee, mayChange: json["mayChange"] == true, until: json["until"]?.integer.map { Instant(milliseconds: $0) })
    }
}
