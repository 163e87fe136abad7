public import Kernel
import Store

/// What is to become of a record's fields: new values, and of lists what comes in and goes out, whatever else is in them.
public struct Edits: Sendable, Hashable {
    public let values: Values
    public let lists: [String: ListEdit]

    public var isEmpty: Bool { values.isEmpty && lists.isEmpty }
}

/// `{"add": […], "remove": […]}`
public struct ListEdit: Sendable, Hashable {
    let added, removed: [Value]

    /// The list after it. What stands in both is removed.
    func applied(to value: Value, in field: FieldDefinition) throws(Invalid) -> Value {
        let removed = Set(removed), kept = value.list.filter { !removed.contains($0) }, known = Set(kept)
        let whole = kept + added.filter { !removed.contains($0) && !known.contains($0) }
        // The kind puts them in their order and refuses more than it holds.
        do throws(ValueProblem) { return try field.kind.parse(field.kind.json(.list(whole))) } catch { throw Invalid([error.on(field.key)]) }
    }
}

extension Input {
    /// The same as `values`, where a field of several values also takes what is to be added to it and removed from it.
    public static func edits(_ json: JSON, for entity: EntityDefinition, as actor: Actor) throws(Invalid) -> Edits {
        guard let members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        let listed = members.filter { key, member in
            guard member.object != nil, let kind = entity[key]?.kind else { return false }
            return kind is ChoicesKind || kind is ReferencesKind
        }
        var problems: [FieldProblem] = []
        var lists: [String: ListEdit] = [:]
        var values: Values = [:]
        // What is added is read as the whole value would be, so that a field is refused in one way only.
        func read(_ key: String, _ json: JSON) throws(Invalid) -> [Value] { try self.values(.object([key: json]), for: entity, as: actor)[key]?.list ?? [] }
        for (key, member) in listed.sorted(by: { $0.key < $1.key }) {
            do throws(Invalid) {
                if let unknown = (member.object ?? [:]).keys.sorted().first(where: { $0 != "add" && $0 != "remove" }) {
                    throw Invalid("\(key).\(unknown.prefix(60))", .unknownField, ["field": String(unknown.prefix(60))])
                }
                lists[key] = ListEdit(added: try read(key, member["add"] ?? []), removed: try read(key, member["remove"] ?? []))
            } catch {
                problems += error.problems
            }
        }
        do throws(Invalid) {
            values = try self.values(.object(members.filter { listed[$0.key] == nil }), for: entity, as: actor)
        } catch {
            problems += error.problems
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return Edits(values: values, lists: lists)
    }
}

extension Door {
    /// Changes a record's fields; lists as they are at this moment.
    @discardableResult
    public func edit(_ id: RecordID, _ edits: Edits, ifVersion version: Int64? = nil, on entity: EntityDefinition) throws -> Saved {
        let entity = catalogue[entity.name] ?? entity
        var values = edits.values
        if !edits.lists.isEmpty {
            try engine.permissions.check(actor, may: .edit, entity)
            let before = try hold(entity, id, for: .edit)
            for (key, list) in edits.lists.sorted(by: { $0.key < $1.key }) {
                guard let field = entity[key] else { continue }
                values[key] = try list.applied(to: before[key] ?? .null, in: field)
            }
        }
        return try perform(.edit(id, values, ifVersion: version), on: entity)
    }

    /// Does something that stands or falls alone: when it is refused, nothing of it is left, neither in the database nor of what was
    /// noted for the end of the transaction.
    func alone<T>(_ body: () throws -> T) throws -> T {
        let noted = (takenNumbers, heldSeries, notes, known), mark = traces.mark
        do {
            return try session.savepoint(body)
        } catch {
            (takenNumbers, heldSeries, notes, known) = noted
            traces.forget(since: mark)
            throw error
        }
    }
}
