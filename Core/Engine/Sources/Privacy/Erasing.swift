public import Kernel
import Store

/// What a module does beside when a record is erased, such as forgetting keys by which duplicates are found.
public struct Erasing: Sendable {
    public let entity: String
    let erase: @Sendable (_ record: RecordID, _ door: Door) throws -> Void

    public init<E: Entity>(_ type: E.Type, erase: @escaping @Sendable (_ record: RecordID, _ door: Door) throws -> Void) {
        (entity, self.erase) = (E.name, erase)
    }
}

/// Records that were erased, or are kept only because a law asks for that. Neither comes back.
enum Erased {
    static let table = "erased_record"

    enum State: String { case erased, blocked }

    static var plans: [TablePlan] {
        [
            TablePlan(
                name: table,
                columns: [
                    ColumnPlan(name: "record_id", type: .integer, isRequired: true), ColumnPlan(name: "entity", type: .text, isRequired: true),
                    ColumnPlan(name: "state", type: .text, isRequired: true), ColumnPlan(name: "at", type: .integer, isRequired: true),
                    ColumnPlan(name: "actor_id", type: .integer),
                    // The day on which a blocked one may go.
                    ColumnPlan(name: "until", type: .text),
                ],
                primaryKey: ["record_id"])
        ]
    }
}

extension Door {
    /// What was erased does not come back, and what a law wants kept does not go before its day.
    func refuseErased(_ id: RecordID, _ change: Change) throws {
        guard !isErasing, change.kind == .restore || change.kind == .purge else { return }
        guard let row = try session.first("SELECT until FROM \(name: Erased.table) WHERE record_id = \(id.rawValue)") else { return }
        let isDue = row[0].text.flatMap { Day($0) }.map { $0 <= reader.moment.today } ?? true
        guard change.kind == .purge, isDue else { throw Refusal.notPossible(action: change.kind.rawValue) }
    }

    func isErased(_ id: RecordID) throws -> Bool {
        try session.first("SELECT 1 FROM \(name: Erased.table) WHERE record_id = \(id.rawValue)") != nil
    }
}

extension FieldDefinition {
    /// Whether its values say, or may say, who somebody is: what is personal, and all free text. Codes that we issue, choices, figures and
    /// references stay, so that sums and histories still add up.
    func isErased(in entity: EntityDefinition) -> Bool {
        if isComputed || key == entity.attachment?.entity || numbering != nil || isLinked || target != nil { return false }
        if traits.contains(.personal) || isSealed { return true }
        return kind is any TextualKind && !(kind is ChoiceKind) || kind is AddressKind || kind is JSONKind || kind is AttachmentsKind
    }

    /// What takes the place of a value; nil where it cannot go.
    func erasedValue(of entity: EntityDefinition, _ code: String?) -> Value? {
        guard isRequired else { return .null }
        guard kind is TextKind else { return nil }
        return .text(key == entity.title ? ["•••", code].compactMap(\.self).joined(separator: " ") : "•••")
    }
}
