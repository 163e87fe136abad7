public import Kernel

/// Something that somebody wrote about a record, of whatever entity.
public struct Note: Entity {
    /// The beginning of the text, by which lists and search call it; a hook puts it in the place of the dots.
    public let title = Field<String>("title", .text(80), .listed, .system, .unaudited, standard: "…")
    public let entity = Field<String>("entity", .text(60), .listed, .fixed)
    public let record = Field<RecordID>("record", .record, .listed, .fixed, .indexed)
    /// Plain text with line breaks; `@[id]` stands for a user who is mentioned.
    public let text = Field<String>("text", .longText(20_000), .searched)
    public let mentions = Field<[Reference<User>]>("mentions", .references())
    public let editedAt = Field<Instant?>("editedAt", .dateTime, .system, .unaudited)

    public static let schema = Schema<Note>(
        plural: "notes", title: \.title, icon: "sticky_note_2", .attached(in: "record", of: "entity"))
    public init() {}

    /// So many people one note may call.
    static let maximumMentions = 50
}

extension Note {
    static let hooks: [Hook] = [
        .beforeSaving(Note.self) { note, saving in
            let mentions = Set(note[\.mentions].map(\.id))
            guard mentions.count <= maximumMentions else { throw Invalid("mentions", .tooMany, ["max": String(maximumMentions)]) }
            if let stray = marks(in: note[\.text]).first(where: { !mentions.contains($0) }) {
                throw Invalid("mentions", .notFound, ["id": stray.description])
            }
            let line = note[\.text].split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            note[\.title] = line.count <= 80 ? line : line.prefix(79) + "…"
            if saving.before != nil, saving.changes("text", in: note.values) { note[\.editedAt] = saving.door.engine.clock.now() }
        },
        .afterSaving(Note.self) { note, saving in
            let before = Set((saving.before?["mentions"] ?? .null).list.compactMap(\.reference))
            let called = note[\.mentions].map(\.id).filter { !before.contains($0) }
            saving.door.notify(called, .mentioned, about: (note[\.entity], note[\.record]))
        },
    ]

    /// The users whom `@[id]` stands for; brackets with anything else in them are text.
    private static func marks(in text: String) -> [RecordID] {
        text.matches(of: /@\[([0-9]{1,19})\]/).compactMap { RecordID($0.output.1) }
    }
}
