public import Kernel

/// A kind of notice, declared once by a module. Its words are texts of the module: `notice.<key>` with the places `{actor}`, `{record}`,
/// `{entity}`, `{n}` and those of its values, `notice.<key>.many` where several records come together, and `notice.<key>.label` where
/// people choose how they are told.
public struct NoticeKind: Sendable, Hashable {
    public let key: String
    /// A name of the icon font.
    public let icon: String
    /// How people are told who have not chosen.
    public let standard: NoticeChoice
    /// Whether it concerns administrators alone.
    public let isAdministrative: Bool

    public init(_ key: String, icon: String, standard: NoticeChoice = .product, isAdministrative: Bool = false) {
        (self.key, self.icon, self.standard, self.isAdministrative) = (key, icon, standard, isAdministrative)
    }

    /// Declarations that cannot work together.
    static func mistakes(in modules: [any Module]) -> [String] {
        Dictionary(grouping: modules.flatMap(\.noticeKinds), by: \.key).filter { $0.value.count > 1 }.keys
            .map { "two kinds of notices are called \($0)" }
    }
}

extension NoticeKind {
    static let mentioned = NoticeKind("mentioned", icon: "alternate_email")
    static let assigned = NoticeKind("assigned", icon: "person_add")
    static let shared = NoticeKind("shared", icon: "group_add")
    static let delegated = NoticeKind("delegated", icon: "swap_horiz")
    static let jobDone = NoticeKind("jobDone", icon: "task_alt")
    static let jobFailed = NoticeKind("jobFailed", icon: "error_outline")
    static let systemJobFailed = NoticeKind("systemJobFailed", icon: "report", isAdministrative: true)

    static let own = [mentioned, assigned, shared, delegated, jobDone, jobFailed, systemJobFailed]
}
