public import Engine
public import Kernel

/// A wish to be told of changes: an address, what it is told of, and in whose name.
public struct Webhook: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// Whoever knows it may be able to write there: many systems have a password in it.
    public let url = Field<String>("url", .text(1_000), .listed)
    /// `[{"entity": "customer", "kinds": ["create", "edit"], "fields": ["grade"]?, "filter": {…}?}]`; see `Topic`.
    public let topics = Field<Document>("topics", .json, standard: Document([]))
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: true)
    /// With whose rights records are read: whoever made it, unless somebody else is named.
    public let runsAs = Field<Reference<User>?>("runsAs", .reference(), .listed)
    /// Why the program switched it off; empty where a person did.
    public let disabledReason = Field<DisabledReason?>("disabledReason", .choice, .listed, .system)
    public let secret = Field<String?>("secret", .sealedText, .secret, .system)
    public let formerSecret = Field<String?>("formerSecret", .sealedText, .secret, .system)
    /// When somebody was told the secret; empty until then.
    public let secretChangedAt = Field<Instant?>("secretChangedAt", .dateTime, .system)

    public enum DisabledReason: String, Choice {
        /// The target answered that it is gone for good.
        case gone
        case failing
        /// The person in whose name it runs is no active user any more.
        case userGone
        /// A filter names something that is not there any more, or that the person may not see.
        case badFilter
    }

    public static let schema = Schema<Webhook>(
        plural: "webhooks", title: \.title, icon: "webhook", .administered, .confined, facts: [\.url, \.runsAs], chips: [\.isActive, \.disabledReason])
    public init() {}
}

extension Webhook {
    /// More would slow down every change of every record.
    static let maximum = 100

    /// The secrets that sign at this moment, the newest first.
    static func secrets(_ webhook: Record<Webhook>, at now: Instant) -> [WebhookSecret] {
        let isFormerGood = webhook[\.secretChangedAt].map { now.milliseconds - $0.milliseconds < WebhookSecret.formerLife } ?? false
        return [webhook[\.secret], isFormerGood ? webhook[\.formerSecret] : nil].compactMap { $0.flatMap(WebhookSecret.init) }
    }
}
