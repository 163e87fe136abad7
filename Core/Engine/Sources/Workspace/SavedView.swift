public import Kernel

/// A way to look at the records of an entity: which columns, in what order, filtered and grouped how.
public struct SavedView: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    /// The name of the entity whose records it shows.
    public let entity = Field<String>("entity", .text(60), .listed, .fixed, .indexed)
    public let mode = Field<Mode>("mode", .choice, .listed, standard: .list)
    /// Columns, widths, sort, filter, group: the pages' own, an object.
    public let settings = Field<Document>("settings", .json, standard: Document([:]))
    public let audience = Field<Audience>("audience", .choice, .listed, standard: .mine)
    /// Whose first view of the entity it is.
    public let roles = Field<[Reference<Role>]>("roles", .references())
    public let position = Field<Int64?>("position", .integer(0...100_000), .listed)
    public let icon = Field<String?>("icon", .text(40))

    public enum Mode: String, Choice { case list, board, calendar, chart }

    public static let schema = Schema<SavedView>(
        plural: "saved-views", title: \.title, icon: "view_list", .owned, .published(by: "audience", asDefaultOf: "roles"))
    public init() {}
}

extension SavedView {
    static let hooks: [Hook] = [
        .beforeSaving(SavedView.self) { view, saving in
            // A view of an entity that a later release dropped can still be changed.
            if saving.before == nil, saving.door.catalogue[view[\.entity]] == nil {
                throw Invalid("entity", .unknownOption, ["option": view[\.entity]])
            }
            guard view[\.settings].json.object != nil else { throw Invalid("settings", .wrongType, ["expected": "object"]) }
        }
    ]
}
