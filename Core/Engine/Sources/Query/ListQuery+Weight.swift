import Kernel

extension ListQuery {
    /// Whether the database may have to look at many more rows than it returns: when it counts, searches, walks far into the list,
    /// sorts by what has no index, or when no condition leads into one.
    public var isHeavy: Bool {
        if countsTotal || !search.isEmpty || skip > Self.lightSkip { return true }
        let isSorted = sort.count <= 1 && sort.allSatisfy { isIndexed($0.path) }
        return !isSorted || !(filter.isAlways || isSelective(filter))
    }

    private static let lightSkip = 1_000

    /// Equality with one value, or a few, of an indexed field leaves few rows, or at least rows in the order of an index.
    private func isSelective(_ rule: Rule) -> Bool {
        switch rule {
        case .all(let rules): rules.contains(where: isSelective)
        case .compare(let path, .equal, _): isIndexed(path)
        case .oneOf(let path, let values): values.count <= 50 && isIndexed(path)
        default: false
        }
    }

    private func isIndexed(_ path: FieldPath) -> Bool {
        guard path.count == 1, let field = path.first.flatMap({ entity[$0] }) else { return false }
        let always = [Common.id, Common.createdAt, Common.modifiedAt, Common.owner, Common.unit]
        return always.contains(field.key) || !field.traits.isDisjoint(with: [.indexed, .unique]) || field.kind is ReferenceKind
    }
}

extension Rule {
    fileprivate var isAlways: Bool { self == .always }
}
