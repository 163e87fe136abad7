public import Kernel

/// How somebody wants to be told of one kind of thing; kept in the preferences as `{"notices": {"mentioned": "daily"}}`.
public enum NoticeChoice: String, Sendable, Hashable, CaseIterable {
    case off
    case product
    /// In the product, and by mail: what is still unread comes together every morning.
    case daily
    /// In the product, and by mail within a minute or two.
    case atOnce

    /// The member of the preferences.
    public static let preference = "notices"

    /// Whether it needs a `NoticeChannel`.
    var takesMail: Bool { self == .daily || self == .atOnce }

    init(_ preferences: JSON, for kind: NoticeKind) {
        self = preferences[Self.preference]?[kind.key]?.string.flatMap(NoticeChoice.init) ?? kind.standard
    }

    /// Throws unless the preferences say something that can be understood. A kind may be one that a later release dropped.
    static func check(_ preferences: JSON) throws(Invalid) {
        guard let choices = preferences[preference] else { return }
        guard let members = choices.object else { throw Invalid(preference, .wrongType, ["expected": "object"]) }
        var problems: [FieldProblem] = []
        for (key, choice) in members.sorted(by: { $0.key < $1.key }) where choice.string.flatMap(NoticeChoice.init) == nil {
            problems.append(ValueProblem(.unknownOption, ["option": String((choice.string ?? choice.text).prefix(60))]).on("\(preference).\(key.prefix(60))"))
        }
        guard problems.isEmpty else { throw Invalid(problems) }
    }
}

extension Reader {
    /// What people can choose here: mail only where there is a channel that can send it.
    public func noticeOptions() throws -> [NoticeChoice] {
        let hasChannel = try engine.noticeChannel?.isReady(session) ?? false
        return NoticeChoice.allCases.filter { !$0.takesMail || hasChannel }
    }
}
