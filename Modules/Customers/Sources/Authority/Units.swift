public import Engine
public import Kernel

/// The tree of the organisation, as far as rules ask.
public enum Units {
    /// A unit and all below it.
    public static func below(_ unit: RecordID, _ reader: Reader) throws -> [RecordID] {
        var found = [unit], level = [unit]
        var seen: Set = [unit]
        while !level.isEmpty {
            let children = try reader.firstIDs(OrgUnit.schema.definition, where: .oneOf(["parent"], level.map(Value.reference)), limit: 100_000)
            level = children.filter { seen.insert($0).inserted }
            found += level
        }
        return found
    }

    /// A unit and all above it.
    public static func above(_ unit: RecordID, _ reader: Reader) throws -> [RecordID] {
        var line: [RecordID] = []
        var next: RecordID? = unit
        while let id = next, !line.contains(id) {
            line.append(id)
            next = try reader.find(OrgUnit.self, id)?[\.parent]?.id
        }
        return line
    }
}
