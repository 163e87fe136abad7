public import Foundation
public import Kernel

/// The module of what people arrange for themselves: views, dashboards, layouts, and notes and files on any record. Its texts are the engine's.
public struct Workspace: Module {
    public let name = "Workspace"
    public let entities = [
        SavedView.schema.definition, Dashboard.schema.definition, Layout.schema.definition, Note.schema.definition,
        Attachment.schema.definition,
    ]

    public let hooks: [Hook] = SavedView.hooks + Dashboard.hooks + Layout.hooks + Note.hooks + Attachment.hooks

    public init() {}
}

extension Engine {
    /// What every company has, before any module of the business.
    public static var ownModules: [any Module] { [People(), Workspace(), Pools(), Privacy(), Customisation()] }
}
