import Engine
import Kernel

extension KeyProject {
    static let noticeKinds = [
        NoticeKind("keyProjectProposed", icon: "flag"), NoticeKind("keyProjectApproved", icon: "flag"), NoticeKind("keyProjectClosed", icon: "flag"),
        NoticeKind("keyProjectJoined", icon: "group_add"),
    ]

    private static func kind(_ key: String) -> NoticeKind { noticeKinds.first { $0.key == key } ?? noticeKinds[0] }

    static let hooks: [Hook] = [
        .beforeSaving(KeyProject.self) { project, _ in
            try Term.check(from: project[\.startsOn], until: project[\.endsOn], keys: ("startsOn", "endsOn"))
        },
        // Whoever is to decide hears of it.
        .afterSaving(KeyProject.self) { project, saving in
            guard project[\.state] == .proposed, saving.changes("sponsor", in: project.values), let sponsor = project[\.sponsor] else { return }
            saving.door.notify([sponsor.id], kind("keyProjectProposed"), about: (name, project.id))
        },
        .afterSaving(KeyProjectMember.self) { member, saving in
            guard saving.changes("user", in: member.values) else { return }
            saving.door.notify([member[\.user].id], kind("keyProjectJoined"), about: (name, member[\.project].id))
        },
    ]

    /// The state follows from what is done, so that a right to approve is worth something.
    static let actions = [
        Action("approve", on: KeyProject.self, when: KeyProject.rule { $0.state == .proposed }) { project, call in
            let by = call.door.actor.user.map(Value.reference) ?? .null
            try move(&project, to: .approved, ["approvedBy": by, "approvedAt": .instant(call.door.engine.clock.now())], call.door)
            try tell("keyProjectApproved", of: project, call.door)
        },
        Action("start", on: KeyProject.self, when: KeyProject.rule { $0.state == .approved }) { project, call in
            let today = Value.day(call.door.reader.moment.today)
            try move(&project, to: .running, project[\.startsOn] == nil ? ["startsOn": today] : [:], call.door)
        },
        Action(
            "close", on: KeyProject.self, parameters: [FieldDefinition("result", TextKind(.longText, maximum: 10_000), isRequired: true)],
            when: KeyProject.rule { $0.state != .closed }
        ) { project, call in
            try move(&project, to: .closed, ["closedAt": .instant(call.door.engine.clock.now()), "result": call["result"]], call.door)
            try tell("keyProjectClosed", of: project, call.door)
        },
    ]

    private static func move(_ project: inout Record<KeyProject>, to state: State, _ values: Values, _ door: Door) throws {
        let definition = door.catalogue.definition(KeyProject.self)
        project = try Record(door.perform(.edit(project.id, values.merging(["state": state.value]) { $1 }), on: definition).values)
    }

    private static func tell(_ key: String, of project: Record<KeyProject>, _ door: Door) throws {
        var people = [project.owner, project[\.leader]?.id, project[\.sponsor]?.id].compactMap(\.self)
        var query = ListQuery(door.catalogue.definition(KeyProjectMember.self))
        query.filter = KeyProjectMember.rule { $0.project == Reference(project.id) }
        query.fields = ["user"]
        people += try door.reader.some(query, atMost: EntityDefinition.maximumLines).rows.compactMap { $0["user"]?.reference }
        door.notify(people, kind(key), about: (name, project.id))
    }
}
