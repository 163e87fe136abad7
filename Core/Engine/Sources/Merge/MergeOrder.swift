public import Kernel

/// What is to become one record: the loser goes into the survivor.
public struct MergeOrder: Sendable {
    public let survivor: RecordID
    public let loser: RecordID
    /// As the two were read; nil where it does not matter.
    public let survivorVersion: Int64?
    public let loserVersion: Int64?
    /// By the keys of fields; what is not named goes by the entity's survivorship.
    public let choices: [String: MergeChoice]

    public init(
        survivor: RecordID, loser: RecordID, survivorVersion: Int64? = nil, loserVersion: Int64? = nil, choices: [String: MergeChoice] = [:]
    ) {
        (self.survivor, self.loser, self.choices) = (survivor, loser, choices)
        (self.survivorVersion, self.loserVersion) = (survivorVersion, loserVersion)
    }
}

/// Whose value stays.
public enum MergeChoice: String, Sendable, CaseIterable {
    case survivor, loser
    /// What stands in either list, of fields that hold several values.
    case both
}

/// So many records of an entity refer to the loser by this field; nil where they hang on it, as files do.
public struct MergeMove: Sendable, Hashable {
    public let entity: String
    public let field: String?
    public let count: Int64

    var json: JSON { ["entity": .string(entity), "field": field.map(JSON.string) ?? .null, "count": JSON(count)] }

    init(entity: String, field: String?, count: Int64) { (self.entity, self.field, self.count) = (entity, field, count) }

    init?(_ json: JSON) {
        guard let entity = json["entity"]?.string, let count = json["count"]?.integer else { return nil }
        self.init(entity: entity, field: json["field"]?.string, count: count)
    }
}

/// What undoing a merge came to.
public struct Unmerged: Sendable {
    public let merge: RecordID
    public let survivor: RecordID
    public let loser: RecordID
    /// The fields of the survivor that hold what they held before.
    public let restored: [String]
    /// Those that were changed since and keep what is newer.
    public let kept: [String]
    /// What came since the merge and stays with the survivor: `{"entity","field","count"}`.
    public let stays: [JSON]
    /// Whether records still move back, in a job.
    public let isMoving: Bool
}

extension Verb {
    /// To make two records one, and to undo that.
    public static let merge = Verb.act("merge")
}

/// The two, as they are held.
struct MergePair {
    let entity: EntityDefinition
    let survivor: Values
    let loser: Values
    let survivorID: RecordID
    let loserID: RecordID
}
