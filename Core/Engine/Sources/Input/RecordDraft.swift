public import Kernel

/// A record as somebody wants it: its own fields, and its lines where those are given.
public struct Draft: Sendable {
    public let edits: Edits
    let lists: [Lines]

    /// All lines of one entity that the record shall have, in their order.
    struct Lines: Sendable {
        let entity: EntityDefinition
        let items: [Line]
    }

    struct Line: Sendable {
        /// Nil for a new one.
        let id: RecordID?
        let values: Values
    }
}

extension Input {
    /// Reads an object of field values that may hold lists of lines too: `{"name": "…", "orderLines": [{"id": "…", "quantity": 2}, {…}]}`.
    ///
    /// - Parameter isNew: whether the record is yet to be made; then fields of several values take whole lists only.
    public static func draft(
        _ json: JSON, for entity: EntityDefinition, isNew: Bool, as actor: Actor, in catalogue: Catalogue
    ) throws(Invalid) -> Draft {
        guard var members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        var problems: [FieldProblem] = []
        var lists: [Draft.Lines] = []
        for line in catalogue.lines(of: entity) {
            guard let list = members.removeValue(forKey: line.linesKey) else { continue }
            do throws(Invalid) {
                lists.append(Draft.Lines(entity: line, items: try lines(list, line, actor)))
            } catch {
                problems += error.problems
            }
        }
        var edits = Edits(values: [:], lists: [:])
        do throws(Invalid) {
            let own = JSON.object(members)
            edits = isNew ? Edits(values: try values(own, for: entity, as: actor), lists: [:]) : try self.edits(own, for: entity, as: actor)
        } catch {
            problems += error.problems
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return Draft(edits: edits, lists: lists)
    }

    private static func lines(_ json: JSON, _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> [Draft.Line] {
        let key = entity.linesKey
        guard let items = json.array else { throw Invalid(key, .wrongType, ["expected": "list"]) }
        guard items.count <= EntityDefinition.maximumLines else {
            throw Invalid(key, .tooMany, ["max": String(EntityDefinition.maximumLines)])
        }
        var lines: [Draft.Line] = [], problems: [FieldProblem] = []
        for (index, item) in items.enumerated() {
            do throws(Invalid) {
                lines.append(try line(item, entity, actor))
            } catch {
                problems += error.at(key, index)
            }
        }
        guard problems.isEmpty else { throw Invalid(problems) }
        return lines
    }

    private static func line(_ json: JSON, _ entity: EntityDefinition, _ actor: Actor) throws(Invalid) -> Draft.Line {
        guard var members = json.object else { throw Invalid("", .wrongType, ["expected": "object"]) }
        var id: RecordID?
        if let given = members.removeValue(forKey: Common.id) {
            id = given.string.flatMap { RecordID($0) }
            if id == nil { throw Invalid(Common.id, .badReference) }
        }
        // Which record a line belongs to says its place.
        if let header = entity.header?.key, members[header] != nil { throw Invalid(header, .readOnly) }
        return Draft.Line(id: id, values: try values(.object(members), for: entity, as: actor))
    }
}

extension Invalid {
    /// The problems of a line, named by its place: `orderLines[2].quantity`.
    func at(_ key: String, _ index: Int) -> [FieldProblem] {
        problems.map { FieldProblem(field: "\(key)[\(index)]" + ($0.field.isEmpty ? "" : "." + $0.field), problem: $0.problem) }
    }
}

extension Catalogue {
    /// The entities whose records are lines of this one's.
    public func lines(of entity: EntityDefinition) -> [EntityDefinition] { linesByHeader[entity.name] ?? [] }
}
