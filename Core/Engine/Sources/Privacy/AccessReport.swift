public import Kernel
import Store

/// All that we hold about somebody, in one file for them: by right, with a reason, and kept in the security log.
enum AccessReport {
    static let name = "accessReport"
    static let formats = ["html", "json"]

    static let job = JobKind(name, maximumAttempts: 2, makesFile: true, begin: { payload, door in try door.begin(report: payload) }) { payload, run in
        let asking = try await run.askingActor()
        guard let (entity, id) = try? subject(payload, run.engine.catalogue) else { throw FinalFailure("badPayload", payload.text) }
        guard run.engine.permissions.mayProtect(asking, entity) else { throw FinalFailure("forbidden", entity.name) }
        let language = asking.language
        let content = try await run.engine.read(as: .system, limit: nil) { try ReportContent(of: id, entity, $0, language) }
        let isHTML = payload["format"]?.string != "json"
        let bytes = isHTML ? Array(content.html.utf8) : Array(content.json.text.utf8)
        let file = try run.keep(file: bytes, named: "\(entity.name)-\(id).\(isHTML ? "html" : "json")", type: isHTML ? "text/html" : "application/json")
        return .object(file.merging(["records": JSON(content.count)]) { first, _ in first })
    }

    static func subject(_ payload: JSON, _ catalogue: Catalogue) throws(Invalid) -> (EntityDefinition, RecordID) {
        guard let name = payload["entity"]?.string, let entity = catalogue[name], entity.traits.contains(.watched) else {
            throw Invalid("entity", .unknownOption, ["option": String((payload["entity"]?.string ?? "").prefix(60))])
        }
        guard let id = payload["record"]?.string.flatMap({ RecordID($0) }) else { throw Invalid("record", .badReference) }
        return (entity, id)
    }
}

extension Door {
    fileprivate func begin(report payload: JSON) throws -> RecordID {
        let known: Set = ["entity", "record", "reason", "format"]
        if let unknown = (payload.object ?? [:]).keys.first(where: { !known.contains($0) }) {
            throw Invalid(String(unknown.prefix(60)), .unknownField, ["field": String(unknown.prefix(60))])
        }
        let (entity, id) = try AccessReport.subject(payload, catalogue)
        try engine.permissions.checkProtecting(actor, entity)
        guard actor.user != nil else { throw Refusal.forbidden(verb: .act("protect"), entity: entity.name) }
        let reason = String((payload["reason"]?.string ?? "").filter { !$0.isNewline }.trimmed.prefix(200))
        guard !reason.isEmpty else { throw Invalid("reason", .required) }
        let format = payload["format"]?.string ?? "html"
        guard AccessReport.formats.contains(format) else { throw Invalid("format", .unknownOption, ["option": String(format.prefix(60))]) }
        try hold(entity, id, for: .read)
        note(.accessReport, of: SecurityLog.Subject(entity.name, id), ["reason": .string(reason)])
        return try enqueue(
            AccessReport.name,
            ["entity": .string(entity.name), "record": .string(id.description), "reason": .string(reason), "format": .string(format)], priority: .high)
    }
}
