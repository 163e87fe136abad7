import Synchronization

/// Shapes that were found out before: which fields somebody sees follows from their roles alone, and most people have the same few.
final class ListShapes: Sendable {
    private struct Key: Hashable {
        let entity: ObjectIdentifier
        let roles: [ObjectIdentifier]
        let isUnlimited: Bool
        let fields: [String]?
        let expand: [String]
    }

    /// What the key names lives as long as the shape: no other entity or role takes its place in memory.
    private struct Known {
        let shape: ListShape
        let roles: [RoleRights]
    }

    private static let most = 500
    private let known = Mutex<[Key: Known]>([:])

    func shape(of query: ListQuery, _ rights: Rights, _ vault: Vault) -> ListShape {
        let key = Key(
            entity: ObjectIdentifier(query.entity), roles: rights.roles.map(ObjectIdentifier.init), isUnlimited: rights.isUnlimited,
            fields: query.fields, expand: query.expand)
        if let found = known.withLock({ $0[key]?.shape }) { return found }
        let shape = ListShape(query, rights, vault)
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = Known(shape: shape, roles: rights.roles)
        }
        return shape
    }
}
