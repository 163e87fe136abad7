import Kernel

/// Makes words of notices, with what their reader may see at this moment.
struct NoticeWording {
    let reader: Reader
    let language: Language
    /// Names of those people whom the reader sees.
    let actors: [RecordID: String]
    /// Titles of those records that the reader sees, by entity.
    let records: [String: [RecordID: String]]

    func notice(_ row: StoredNotice) -> Notice {
        let subject = subject(row), actor = row.actor.flatMap { id in actors[id].map { Notice.Named(id: id, title: $0) } }
        return Notice(
            id: row.id, kind: row.kind, icon: reader.engine.noticeKinds[row.kind]?.icon ?? "notifications", at: row.at,
            text: text(row, actor, subject), actor: actor, subject: subject, count: row.count, isRead: row.isRead)
    }

    /// Nil where the reader may not see it.
    private func subject(_ row: StoredNotice) -> Notice.Subject? {
        guard let name = row.entity else { return nil }
        // Whoever got the notice may see the job: it is their own, or they are an administrator.
        if name == Notices.job { return Notice.Subject(entity: name, record: row.record.map { Notice.Named(id: $0, title: value("job", row) ?? "") }) }
        guard let entity = reader.catalogue[name], reader.engine.permissions.may(reader.actor, .read, entity) else { return nil }
        guard let id = row.record else { return Notice.Subject(entity: name, record: nil) }
        return records[name]?[id].map { Notice.Subject(entity: name, record: Notice.Named(id: id, title: $0)) }
    }

    private func text(_ row: StoredNotice, _ actor: Notice.Named?, _ subject: Notice.Subject?) -> String {
        let base = "notice." + row.kind, many = base + ".many"
        let isMany = row.entity != nil && row.record == nil && row.count > 1 && has(many)
        var values = (row.parameters.object ?? [:]).keys.reduce(into: [:]) { $0[$1] = value($1, row) }
        let hidden = words("notice.hidden")
        values["actor"] = actor?.title ?? words("notice.somebody")
        values["n"] = String(row.count)
        values["entity"] = subject.map { words("entity.\($0.entity)" + (isMany ? ".plural" : "")) } ?? hidden
        values["record"] = subject?.record.map { words("notice.record", ["entity": values["entity"] ?? "", "title": $0.title]) } ?? hidden
        // Of a kind that a later release dropped only that there was something is left.
        return words(isMany ? many : has(base) ? base : "notice.dropped", values)
    }

    /// What fills a place of the text: as it was written, or a text in the reader's language.
    private func value(_ key: String, _ row: StoredNotice) -> String? {
        guard let value = row.parameters[key] else { return nil }
        return value["text"]?.string.map { words($0) } ?? value.string
    }

    private func has(_ key: String) -> Bool { reader.catalogue.texts.has(key, language) }
    private func words(_ key: String, _ values: [String: String] = [:]) -> String { reader.catalogue.texts.text(key, language, values) }
}
