import Engine
import Kernel

/// Mails on the time line of the record that they are about; drafts are nobody's doing yet.
struct MailTimeline: TimelineSource {
    let kind = "mail"

    private static let told = ["direction", "state", "nature", "subject", "sender", "recipients", "excerpt", "version"]

    func entries(on id: RecordID, of entity: EntityDefinition, before: RecordID?, limit: Int, _ reader: Reader) throws -> [TimelineItem] {
        let mail = reader.catalogue.definition(StoredMail.self)
        // The first words of a text that somebody may not read are words of it.
        let readsText = mail["text"].map { reader.actor.rights.right($0, of: mail) >= .read } ?? false
        let keys = Self.told.filter { $0 != "excerpt" || readsText }
        return try reader.parts(
            mail, on: id, of: entity, keys + [Common.createdAt, Common.createdBy], where: .compare(["state"], .different, .text(StoredMail.State.draft.rawValue)),
            before: before, limit: limit
        ).compactMap { values in
            guard let id = values[Common.id]?.reference, case .instant(let at)? = values[Common.createdAt] else { return nil }
            let content = keys.compactMap { key in values[key].flatMap { value in mail[key].map { (key, $0.kind.json(value)) } } }
            return TimelineItem(
                id: id, at: at, actor: values["direction"]?.text == StoredMail.Direction.out.rawValue ? values[Common.createdBy]?.reference : nil,
                content: .object(Dictionary(content, uniquingKeysWith: { first, _ in first })))
        }
    }
}
