import Engine
import Hummingbird
import Kernel

/// What people are told that concerns them.
extension Routes {
    func addNotices(to table: RouteTable<MemberContext>) {
        table.get("/notices", notices)
        table.get("/notices/kinds", noticeKinds)
        table.on(.post, "/notices/read", readNotices)
    }

    private func notices(_ request: Request, _ context: MemberContext) async throws -> Response {
        let parameters = try QueryParameters(request).only("unread", "before", "limit")
        let isUnread = try parameters.flag("unread"), limit = try parameters.number("limit", 1...Notices.maximumLimit, standard: 50)
        let before = try parameters["before"].map { text throws in
            guard let id = RecordID(text) else { throw Failure.badQuery(Invalid("before", .badCursor)) }
            return id
        }
        let (page, unread) = try await engine.read(as: context.actor, on: context.catalogue) { [language = context.language] reader in
            (try reader.notices(unread: isUnread, before: before, limit: limit, in: language), try reader.unreadNotices())
        }
        return .json([
            "data": .array(page.notices.map(\.json)), "page": ["next": page.next.map { .string($0.description) } ?? .null], "unread": JSON(unread),
        ])
    }

    /// What one may be told of, and what one has chosen; choices are changed in the preferences.
    private func noticeKinds(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let labels = Labels(context.catalogue, context.language)
        let (kinds, options) = try await engine.read(as: context.actor, on: context.catalogue) { (try $0.noticeChoices(), try $0.noticeOptions()) }
        return .json([
            "data": .array(
                kinds.map { kind, choice in
                    [
                        "key": .string(kind.key), "icon": .string(kind.icon), "label": .string(labels.text("notice.\(kind.key).label")),
                        "choice": .string(choice.rawValue),
                    ]
                }),
            "choices": .array(options.map { .string($0.rawValue) }),
        ])
    }

    /// `{"ids": ["…"]}`, or `{"until": "…"}` for that one and all before it; answered with how many are left.
    private func readNotices(_ request: Request, _ context: MemberContext) async throws -> Response {
        _ = try QueryParameters(request).only()
        let notices = try ReadNotices(try await request.json(limit: settings.maximumBodyBytes))
        let unread = try await engine.write(as: context.actor, limit: Self.writeLimit) { door in
            switch notices {
            case .these(let ids): try door.readNotices(ids)
            case .upTo(let id): try door.readNotices(upTo: id)
            }
            return try door.reader.unreadNotices()
        }
        return .json(["unread": JSON(unread)])
    }
}

/// Which notices are read.
private enum ReadNotices {
    case these([RecordID])
    case upTo(RecordID)

    init(_ body: JSON) throws(Invalid) {
        guard let form = body.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let unknown = form.keys.filter { $0 != "ids" && $0 != "until" }.sorted().map { String($0.prefix(60)) }
        guard unknown.isEmpty else { throw Invalid(unknown.map { ValueProblem(.unknownField, ["field": $0]).on($0) }) }
        if let until = form["until"] {
            guard form["ids"] == nil else { throw Invalid("until", .notTogether, ["other": "ids"]) }
            guard let id = until.string.flatMap({ RecordID($0) }) else { throw Invalid("until", .badReference) }
            self = .upTo(id)
            return
        }
        guard let json = form["ids"] else { throw Invalid("ids", .required) }
        guard let items = json.array else { throw Invalid("ids", .wrongType, ["expected": "list"]) }
        guard !items.isEmpty else { throw Invalid("ids", .required) }
        guard items.count <= Notices.maximumLimit else { throw Invalid("ids", .tooMany, ["max": String(Notices.maximumLimit)]) }
        var ids: [RecordID] = []
        for item in items {
            guard let id = item.string.flatMap({ RecordID($0) }) else { throw Invalid("ids", .badReference) }
            ids.append(id)
        }
        self = .these(ids)
    }
}
