public import Kernel

/// How the pages of an entity's records are laid out for people of some roles, or for all: in place of what the entity declares.
public struct Layout: Entity {
    public let title = Field<String>("name", .text(80), .listed)
    public let entity = Field<String>("entity", .text(60), .listed, .fixed, .indexed)
    /// For whom it is; for all who have none of their own where it names nobody.
    public let roles = Field<[Reference<Role>]>("roles", .references())
    /// Of several that fit, the lowest counts.
    public let position = Field<Int64?>("position", .integer(0...100_000), .listed)
    /// `[{"key", "label"?, "columns": 1|2, "collapsed"?, "fields": ["name", {"key": "mobile", "required": true}]}]`.
    public let sections = Field<Document>("sections", .json, standard: Document([]))
    /// Keys of up to four fields for the head of the page; those of the entity where nothing is said.
    public let facts = Field<Document?>("facts", .json)
    public let chips = Field<Document?>("chips", .json)
    /// `[{"entity": "contact", "field": "customer", "columns": ["name"]}]`; all that there are where nothing is said.
    public let related = Field<Document?>("related", .json)

    public static let schema = Schema<Layout>(plural: "layouts", title: \.title, icon: "dashboard_customize", .administered)
    public init() {}
}

extension Layout {
    static let hooks: [Hook] = [
        .beforeSaving(Layout.self) { layout, saving in
            let catalogue = saving.door.catalogue
            guard let entity = catalogue[layout[\.entity]] else {
                // One of an entity that a later release dropped can still be put away.
                throw Invalid("entity", .unknownOption, ["option": layout[\.entity]])
            }
            var check = LayoutCheck(entity, catalogue)
            check.sections(layout[\.sections].json)
            if let facts = layout[\.facts] { check.keys("facts", facts.json, of: entity, atMost: EntityLayout.maximumFacts) }
            if let chips = layout[\.chips] { check.keys("chips", chips.json, of: entity) }
            if let related = layout[\.related] { check.related(related.json) }
            guard check.problems.isEmpty else { throw Invalid(check.problems) }
        }
    ]
}
