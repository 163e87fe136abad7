public import Foundation
public import Kernel

/// The module of the engine itself: the organisation and those who work in it.
public struct People: Module {
    public let name = "People"
    public let entities = [
        OrgUnit.schema.definition, User.schema.definition, Role.schema.definition, Team.schema.definition, Delegation.schema.definition,
        Tag.schema.definition, ScheduledJob.schema.definition,
    ]
    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }

    public let hooks: [Hook] = Role.hooks + Delegation.hooks + ScheduledJob.hooks + [
        .beforeSaving(User.self) { user, _ in
            guard TimeZone(identifier: user[\.zone]) != nil else {
                throw Invalid("zone", .unknownOption, ["option": user[\.zone]])
            }
        },
        .beforeSaving(OrgUnit.self) { unit, saving in
            guard saving.changes("parent", in: unit.values), let parent = unit[\.parent]?.id else { return }
            try saving.door.refuseCircle(saving.before == nil ? nil : unit.id, under: parent, in: OrgUnit.schema.definition, by: "parent")
        },
    ]

    public let jobs = Housekeeping.jobs + [
        HandOver.job, BulkChange.job, BulkUndo.job, ExportJob.job, ImportJob.job, Delegation.beginning, NoticeMail.job,
        MergeMoving.job,
    ]
    public let noticeKinds = NoticeKind.own
    public let routines = [ScheduledJob.routine]

    public init() {}
}
