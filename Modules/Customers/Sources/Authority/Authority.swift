public import Engine
public import Foundation
public import Kernel

/// Whether somebody may grant something, or whose approval it needs. All that is granted within bounds asks here.
///
/// ```swift
/// try Authority.demand(.discount, percent: 12, in: quote.unit, by: door, on: "discount")
/// ```
public enum Authority {
    public enum Answer: Sendable, Hashable {
        case allowed
        /// The names of the roles whose people may; empty where nobody but an administrator may.
        case needs([String])
    }

    /// What the company has arranged for nothing of the kind is not bounded here; rights are another matter. Administrators and the
    /// program are not bounded at all.
    ///
    /// - Parameter unit: that of the customer; what is arranged for a unit holds for all below it.
    public static func ask(
        _ grant: ApprovalAuthority.Grant, amount: Money? = nil, percent: Decimal? = nil, in unit: RecordID?, by actor: Actor, _ reader: Reader
    ) throws -> Answer {
        if actor.user == nil || actor.isAdministrator { return .allowed }
        let reader = reader.unbounded
        let rule = ApprovalAuthority.rule { $0.grant == grant && $0.isActive == true }
        let arranged = try reader.firstIDs(ApprovalAuthority.schema.definition, where: rule, limit: 1_000).compactMap { try reader.find(ApprovalAuthority.self, $0) }
        if arranged.isEmpty { return .allowed }
        let line = try unit.map { try Units.above($0, reader) } ?? []
        let sufficient = arranged.filter { authority in
            (authority[\.scopeUnit].map { line.contains($0.id) } ?? true) && authority.covers(amount) && authority.covers(percent)
        }
        if sufficient.contains(where: { actor.rights.roleIDs.contains($0[\.role].id) }) { return .allowed }
        let names = try Set(sufficient.map { $0[\.role].id }).compactMap { id in try reader.find(Role.self, id)?[\.title] }
        return .needs(names.sorted())
    }

    /// Throws `Invalid` on a field, naming whose approval it needs, unless whoever acts may grant it.
    public static func demand(
        _ grant: ApprovalAuthority.Grant, amount: Money? = nil, percent: Decimal? = nil, in unit: RecordID?, by door: Door, on field: String
    ) throws {
        guard case .needs(let roles) = try ask(grant, amount: amount, percent: percent, in: unit, by: door.actor, door.reader) else { return }
        let nobody = door.catalogue.texts.text("authority.nobody", door.actor.language)
        throw Invalid(field, .needsApproval, ["roles": roles.isEmpty ? nobody : roles.joined(separator: "、")])
    }
}

extension Record<ApprovalAuthority> {
    /// An amount in another currency cannot be compared, and is not covered.
    fileprivate func covers(_ amount: Money?) -> Bool {
        guard let most = self[\.upToAmount], let amount else { return true }
        return most.currency == amount.currency && amount.minorUnits <= most.minorUnits
    }

    fileprivate func covers(_ percent: Decimal?) -> Bool {
        guard let most = self[\.upToPercent], let percent else { return true }
        return percent <= most
    }
}
