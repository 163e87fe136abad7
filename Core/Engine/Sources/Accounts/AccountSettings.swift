/// How people come in and how long they may stay.
public struct AccountSettings: Sendable {
    /// A session on which nothing happens ends after so many minutes; to within `Accounts.useInterval`.
    public var idleMinutes: Int64 = 120
    /// No session lasts longer than so many hours.
    public var sessionHours: Int64 = 12
    /// Whoever logs in with a password must have a second factor, or set one up first of all.
    public var requiresSecondFactor = false
    /// Passwords that are known to be common, in lower case; refused beside those that `PasswordPolicy` finds by rule.
    public var commonPasswords: Set<String> = []
    /// Asked about every password that is none of here.
    public var directory: (any PasswordDirectory)?
    /// Whether somebody whom only it knows becomes a user, without rights, at the first log-in.
    public var directoryCreatesUsers = false

    public init() {}

    var idleMilliseconds: Int64 { idleMinutes * 60_000 }
    var sessionMilliseconds: Int64 { sessionHours * 3_600_000 }
}
