import Kernel

/// Which values stay when two customers, or two contacts, turn out to be one.
extension Customer {
    static let survivorship = Survivorship(groups: [
        // A number that was checked before any other; what was found out about it goes with it.
        .init(["identityNumber", "identityType", "identityExpiresOn", "realName", "identityVerifiedAt"], [.verified(by: "identityVerifiedAt"), .filled, .newer]),
        .init(["taxNumber", "taxRule"], [.filled, .newer]),
        // A grade that a person has set before one of a rule; with its score, its ground and its time.
        .init(
            ["grade", "gradeScore", "gradeFrom", "gradeUntil", "gradeOverridden", "gradeReason", "gradePending", "gradePendingSince"],
            [.verified(by: "gradeOverridden"), .filled, .newer]),
    ] + declines.map { .init([$0], [.flagged]) })

    /// Whoever asked once not to be called is not called.
    private static let declines = ["doNotContact", "doNotCall", "doNotMail", "doNotText", "doNotWechat", "doNotWrite", "doNotVisit"]
}

extension Contact {
    static let survivorship = Survivorship(groups: [.init(["doNotMail"], [.flagged]), .init(["isPrimary"], [.flagged])])
}
