import Kernel
import Store

extension Manifest {
    var json: JSON {
        [
            "format": JSON(Self.format), "madeAt": .string(madeAt.description), "program": .string(program), "engine": .string(engine.rawValue),
            "schema": JSON(schema), "keys": .array(keys.map(JSON.string)), "settings": .object(settings.mapValues(JSON.string)),
            "tables": .array(tables.map(\.json)),
            "contents": ["sum": contents.sum.json, "bytes": JSON(contents.bytes), "missing": JSON(contents.missing)],
        ]
    }

    /// - Throws: `BackupError.newer`, or `.damaged` for what no program wrote.
    init(_ json: JSON) throws {
        let format: Int64 = try Part(json)["format"].integer
        guard format <= Self.format else { throw BackupError.newer(format: format) }
        let part = Part(json), contents = try part["contents"]
        guard let madeAt = Instant(try part["madeAt"].string) else { throw Part.malformed("madeAt") }
        guard let engine = Dialect(rawValue: try part["engine"].string) else { throw Part.malformed("engine") }
        self.init(
            madeAt: madeAt, program: try part["program"].string, engine: engine, schema: try part["schema"].integer,
            keys: try part["keys"].array.map { try $0.string },
            settings: try (part["settings"].json.object ?? [:]).mapValues { try Part($0).string },
            tables: try part["tables"].array.map(Table.init),
            contents: Contents(
                sum: try RowSum(contents["sum"]), bytes: try contents["bytes"].integer, missing: try contents["missing"].integer))
    }
}

/// A value of the manifest; what is missing or of another kind is thrown as damage.
private struct Part {
    let json: JSON
    var name = "manifest"

    init(_ json: JSON, _ name: String = "manifest") { (self.json, self.name) = (json, name) }

    static func malformed(_ name: String) -> BackupError { .damaged(file: Backup.manifestName, .malformed(name)) }

    subscript(key: String) -> Part {
        get throws {
            guard let value = json[key] else { throw Self.malformed(key) }
            return Part(value, key)
        }
    }

    var string: String { get throws { try json.string ?? { throw Self.malformed(name) }() } }
    /// Lengths and counts: never below zero.
    var integer: Int64 {
        get throws {
            guard let number = json.integer, number >= 0 else { throw Self.malformed(name) }
            return number
        }
    }
    var flag: Bool { get throws { try json.flag ?? { throw Self.malformed(name) }() } }
    var array: [Part] { get throws { try (json.array ?? { throw Self.malformed(name) }()).map { Part($0, name) } } }
}

extension RowSum {
    fileprivate var json: JSON { ["rows": JSON(rows), "bytes": JSON(bytes), "sha256": .string(sha256)] }

    fileprivate init(_ part: Part) throws {
        self.init(rows: try part["rows"].integer, bytes: try part["bytes"].integer, sha256: try part["sha256"].string)
    }
}

extension Manifest.Table {
    fileprivate var json: JSON {
        ["name": .string(plan.name), "key": .array(plan.primaryKey.map(JSON.string)), "columns": .array(plan.columns.map(\.json)), "sum": sum.json]
    }

    fileprivate init(_ part: Part) throws {
        // The name becomes that of a file.
        let name = try part["name"].string
        guard name.wholeMatch(of: #/[A-Za-z0-9_]{1,63}/#) != nil else { throw Part.malformed("name") }
        let plan = TablePlan(
            name: name, columns: try part["columns"].array.map(ColumnPlan.init), primaryKey: try part["key"].array.map { try $0.string })
        guard !plan.primaryKey.isEmpty, Set(plan.primaryKey).isSubset(of: plan.columns.map(\.name)) else { throw Part.malformed("key") }
        self.init(plan: plan, sum: try RowSum(part["sum"]))
    }
}

extension ColumnPlan {
    fileprivate var json: JSON {
        var members: [String: JSON] = ["name": .string(name), "type": .string(type.rawValue), "isRequired": .flag(isRequired)]
        members["default"] = defaultValue.flatMap { value -> JSON? in
            switch value {
            case .integer(let number): JSON(number)
            case .text(let text): .string(text)
            case .real(let number): .number("\(number)")
            case .null, .bytes: nil
            }
        }
        members["references"] = references.map(JSON.string)
        return .object(members)
    }

    fileprivate init(_ part: Part) throws {
        guard let type = ColumnType(rawValue: try part["type"].string) else { throw Part.malformed("type") }
        let standard: Stored? = switch (part.json["default"], type) {
        case (.string(let text), _): .text(text)
        case (.number(let digits), .real): Double(digits).map(Stored.real)
        case (.number(let digits), _): Int64(digits).map(Stored.integer)
        default: nil
        }
        self.init(
            name: try part["name"].string, type: type, isRequired: try part["isRequired"].flag, defaultValue: standard,
            references: part.json["references"]?.string)
    }
}
