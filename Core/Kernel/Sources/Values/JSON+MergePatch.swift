extension JSON {
    /// The document with a merge patch laid over it (RFC 7396): members of the patch replace those of the document, `null` takes one
    /// away, and objects are merged member by member. No deeper than the deeper of the two.
    public func merged(with patch: JSON) -> JSON {
        guard let changes = patch.object else { return patch }
        var members = object ?? [:]
        for (key, change) in changes {
            if change == .null { members.removeValue(forKey: key) } else { members[key] = (members[key] ?? .null).merged(with: change) }
        }
        return .object(members)
    }
}
