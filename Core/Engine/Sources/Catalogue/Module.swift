public import Foundation
public import Kernel
public import Store

/// A part of the product: its entities with their rules, verbs, pages, texts and demo data. `App` lists the modules; nothing
/// else knows them all.
public protocol Module: Sendable {
    var name: String { get }
    var entities: [EntityDefinition] { get }
    /// What must also happen, or must not, when records change.
    var hooks: [Hook] { get }
    /// What it knows of whether people may be contacted.
    var contactRules: [ContactRule] { get }
    /// What it does beside when a record is erased.
    var erasing: [Erasing] { get }
    /// What keeps records from falling back into public pools.
    var poolProtections: [PoolProtection] { get }
    /// What people can do with a record beside changing its fields.
    var actions: [Action] { get }
    /// What can be asked and done beside records.
    var endpoints: [Endpoint] { get }
    /// Work that runs beside the requests: when it is put into the queue, or by a schedule.
    var jobs: [JobKind] { get }
    /// Rules for numbers that are kept as data.
    var numberings: [Numbering] { get }
    /// What is to happen after records have changed.
    var subscribers: [Subscriber] { get }
    /// Work that goes on beside the jobs, as long as a server runs any.
    var routines: [Routine] { get }
    /// Tables of its own, for what is no record of anybody.
    var tables: [TablePlan] { get }
    /// What it tells people of.
    var noticeKinds: [NoticeKind] { get }
    /// A way to tell people beside the pages; there is at most one in the program.
    var noticeChannel: (any NoticeChannel)? { get }
    /// What it adds to the time lines of records.
    var timelineSources: [any TimelineSource] { get }
    /// Figures of its own for `/metrics`.
    var metricSources: [any MetricSource] { get }
    /// The folder with this module's own pages, served under `/modules/<name>/`.
    var pages: URL? { get }
    /// The folder with `zh-CN.json` and `en.json`.
    var texts: URL? { get }
    /// Writes this module's part of the made-up company.
    func demonstrate(_ demonstration: Demonstration) async throws
}

extension Module {
    public var hooks: [Hook] { [] }
    public var contactRules: [ContactRule] { [] }
    public var erasing: [Erasing] { [] }
    public var poolProtections: [PoolProtection] { [] }
    public var actions: [Action] { [] }
    public var endpoints: [Endpoint] { [] }
    public var jobs: [JobKind] { [] }
    public var numberings: [Numbering] { [] }
    public var subscribers: [Subscriber] { [] }
    public var routines: [Routine] { [] }
    public var tables: [TablePlan] { [] }
    public var noticeKinds: [NoticeKind] { [] }
    public var noticeChannel: (any NoticeChannel)? { nil }
    public var timelineSources: [any TimelineSource] { [] }
    public var metricSources: [any MetricSource] { [] }
    public var pages: URL? { nil }
    public var texts: URL? { nil }
    public func demonstrate(_ demonstration: Demonstration) async throws {}
}
