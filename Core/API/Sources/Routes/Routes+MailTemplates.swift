import Engine
import Hummingbird
import Kernel

/// What helps to write a mail: templates, which are records at `/mail-templates`, and who wants none.
extension Routes {
    func addMailTemplates(to table: RouteTable<MemberContext>, _ office: any MailOffice) {
        table.get("/:resource/:id/filled") { request, context in
            let parameters = try QueryParameters(request).only("entity", "record", "language")
            let entity = try resource(context)
            guard entity.name == "mailTemplate" else { throw Refusal.unknownAction("filled") }
            let given = parameters.all.reduce(into: [String: JSON]()) { $0[$1.name] = .string($1.value) }
            let order = try parsingQuery { try Self.order(try id(context, entity), given, context.catalogue) }
            return .json(try await office.filled(order, on: engine, as: context.actor).json)
        }
        table.on(.post, "/mail-previews") { request, context in
            _ = try QueryParameters(request).only()
            let form = try Self.members(try await request.json(limit: settings.maximumBodyBytes), ["subject", "text", "entity", "record", "language"])
            let words = MailWords(subject: try Self.text("subject", form), text: try Self.text("text", form))
            return .json(try await office.preview(words, Self.order(nil, form, context.catalogue), on: engine, as: context.actor).json)
        }
        table.on(.post, "/mail-declines") { request, context in
            _ = try QueryParameters(request).only()
            let form = try Self.members(try await request.json(limit: settings.maximumBodyBytes), ["recipients", "entity", "record"])
            let place = try Self.order(nil, form, context.catalogue)
            let about = place.entity.flatMap { entity in place.record.map { (entity, $0) } }
            let addressees = MailAddressees(recipients: try Self.text("recipients", form), about: about)
            // Of what one may not see, nobody learns here what it wants.
            if let about { _ = try await engine.read(as: context.actor, on: context.catalogue) { try $0.record(about.0, about.1, fields: [Common.id]) } }
            let found = try await office.declined(addressees, on: engine, as: context.actor)
            return .json(["data": .array(found.map(Self.json))])
        }
    }

    private static func json(_ one: MailDecline) -> JSON {
        [
            "address": one.address.map(JSON.string) ?? .null, "entity": .string(one.entity), "field": .string(one.field),
            "record": one.title == nil ? .null : .string(one.record.description), "title": one.title.map(JSON.string) ?? .null,
        ]
    }

    private static func order(_ template: RecordID?, _ form: [String: JSON], _ catalogue: Catalogue) throws(Invalid) -> MailTemplateOrder {
        func member<Value>(_ name: String, _ code: ValueProblem.Code, _ read: (String) -> Value?) throws(Invalid) -> Value? {
            guard let given = form[name], given != .null else { return nil }
            guard let text = given.string else { throw Invalid(name, .wrongType, ["expected": "string"]) }
            guard let value = read(text) else { throw Invalid(name, code, code == .unknownOption ? ["option": String(text.prefix(60))] : [:]) }
            return value
        }
        let entity = try member("entity", .unknownOption) { catalogue[$0] }
        let record = try member("record", .badReference) { RecordID($0) }
        if record != nil, entity == nil { throw Invalid("entity", .required) }
        return MailTemplateOrder(template: template, entity: entity, record: record, language: try member("language", .unknownOption) { Language(rawValue: $0) })
    }

    private static func text(_ name: String, _ form: [String: JSON]) throws(Invalid) -> String {
        guard let given = form[name] else { throw Invalid(name, .required) }
        guard let text = given.string else { throw Invalid(name, .wrongType, ["expected": "string"]) }
        guard text.utf8.count <= 200_000 else { throw Invalid(name, .tooLong, ["max": "200000"]) }
        return text
    }
}
