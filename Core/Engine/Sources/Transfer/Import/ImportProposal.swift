import Foundation
import Kernel

/// Which column is which field, by the names of the columns: keys and labels of fields in every language, and what else people call them
/// (texts `import.names.…`). No field is proposed twice.
struct ImportProposal {
    let mapping: JSON

    /// - Parameter samples: the first values of each column, by which references are told apart.
    init(_ header: [String], _ samples: [[String]], for entity: EntityDefinition, _ reader: Reader) throws {
        let catalogue = reader.catalogue, remarks = ImportPlan.remarks(catalogue)
        let fields = entity.fields.filter { Self.isOffered($0, entity, reader.actor) }
        let names = Self.names(fields, entity, catalogue)
        var taken: Set<String> = [], columns: [String: JSON] = [:]
        // Exact names go first, so that 地址 is not given away to what only resembles it.
        var paths: [String: String] = [:]
        for find in [Self.exact, Self.resembling] {
            for name in header where paths[name] == nil && !remarks.contains(name) {
                guard let path = find(name, names), taken.insert(path).inserted else { continue }
                paths[name] = path
            }
        }
        for (name, samples) in zip(header, samples) where !remarks.contains(name) {
            let field = paths[name].flatMap { entity[$0] }
            if let path = paths[name], let kind = field?.kind as? ReferenceKind, let by = try Self.lookup(kind, samples, reader) {
                columns[name] = ["field": .string(path), "by": .string(by)]
            } else {
                columns[name] = paths[name].map(JSON.string) ?? .null
            }
        }
        var mapping: [String: JSON] = ["entity": .string(entity.name), "mode": "create", "columns": .object(columns)]
        // Records that carry a code of their own are not made a second time.
        if let key = fields.first(where: { Self.identifies($0) && taken.contains($0.key) })?.key {
            mapping["match"] = [.string(key)]
            mapping["known"] = "skip"
        }
        self.mapping = .object(mapping)
    }

    private static func isOffered(_ field: FieldDefinition, _ entity: EntityDefinition, _ actor: Actor) -> Bool {
        let isClosed = field.isReadOnly || field.isRetired || field.traits.contains(.secret) || field.traits.contains(.system)
        guard !isClosed, !(field.kind is AttachmentsKind) else { return false }
        return (try? actor.rights.checkWriting(field, of: entity)) != nil
    }

    private static func identifies(_ field: FieldDefinition) -> Bool {
        field.kind is TextKind && (field.traits.contains(.unique) || (field.traits.contains(.indexed) && field.key.lowercased().hasSuffix("code")))
    }

    // MARK: - Names

    /// Paths by what people may call them; of two with one name the first.
    private static func names(_ fields: [FieldDefinition], _ entity: EntityDefinition, _ catalogue: Catalogue) -> [String: String] {
        var names: [String: String] = [:]
        func add(_ name: String, _ path: String) {
            let name = plain(name)
            if !name.isEmpty, names[name] == nil { names[name] = path }
        }
        func addTexts(_ keys: [String], _ path: String) {
            for language in Language.allCases {
                for key in keys where catalogue.texts.has(key, language) {
                    for name in catalogue.texts.text(key, language).split(whereSeparator: { ",，".contains($0) }) { add(String(name), path) }
                }
            }
        }
        for field in fields { add(field.key, field.key) }
        for field in fields { addTexts(["field.\(entity.name).\(field.key)", "field.common.\(field.key)"], field.key) }
        for field in fields { addTexts(["import.names.\(entity.name).\(field.key)"], field.key) }
        // A lone 城市 or city goes into the first address.
        for field in fields {
            for part in (field.kind.details["parts"]?.array ?? []).compactMap(\.string) {
                add("\(field.key).\(part)", "\(field.key).\(part)")
                addTexts(["import.names.address.\(part)"], "\(field.key).\(part)")
            }
        }
        return names
    }

    private static func plain(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { CharacterSet.alphanumerics.contains($0) })
    }

    private static func exact(_ name: String, _ names: [String: String]) -> String? { names[plain(name)] }

    /// 邮箱 for 电子邮箱 and `home_phone` for phone: the one path whose name holds this one or is held by it; none where several do. In
    /// Latin letters only whole words at the end count: the unit of a price is no unit.
    private static func resembling(_ name: String, _ names: [String: String]) -> String? {
        let words = words(name), isLatin = name.utf8.allSatisfy { $0 < 0x80 }
        if isLatin {
            // The longest says most: `contact phone number` is a phone number before it is a number.
            return (1..<max(words.count, 1)).lazy.map { words.dropFirst($0).joined() }.compactMap { names[$0] }.first { !isCommon($0) }
        }
        let plain = plain(name)
        guard plain.count > 1 else { return nil }
        let found = Set(names.filter { $0.key.count > 1 && !isCommon($0.value) && ($0.key.contains(plain) || plain.contains($0.key)) }.values)
        return found.count == 1 ? found.first : nil
    }

    /// Whose a record is has a name of its own, or is not meant.
    private static func isCommon(_ path: String) -> Bool { path == Common.owner || path == Common.unit }

    /// `homePhone`, `home_phone` and `Home phone` as their words.
    private static func words(_ name: String) -> [String] {
        var words = [""], wasSmall = false
        for character in name {
            let isPart = character.isLetter || character.isNumber
            if !isPart || (character.isUppercase && wasSmall) { words.append("") }
            if isPart { words[words.count - 1] += character.lowercased() }
            wasSmall = character.isLowercase
        }
        return words.filter { !$0.isEmpty }
    }

    // MARK: - References

    private static let mostSamples = 20

    /// The field of the other entity by which most of the samples are found; nil for its natural key, or where none is.
    private static func lookup(_ kind: ReferenceKind, _ samples: [String], _ reader: Reader) throws -> String? {
        guard let target = reader.catalogue[kind.target] else { return nil }
        let texts = Array(Set(samples)).sorted().prefix(mostSamples)
        let fields = target.fields.filter { field in
            field.kind is TextKind && !field.traits.contains(.system) && !field.traits.contains(.secret)
                && (field.traits.contains(.unique) || field.traits.contains(.indexed) || field.key == target.title)
                && reader.actor.rights.right(field, of: target) >= .read
        }
        var best: (key: String, count: Int)?
        for field in fields {
            let values = texts.compactMap { try? field.kind.parse(text: $0) }
            let count = values.isEmpty ? 0 : try reader.firstIDs(target, where: .oneOf([field.key], values), limit: mostSamples).count
            if count > best?.count ?? 0 { best = (field.key, count) }
        }
        return best?.key == target.naturalKey?.key ? nil : best?.key
    }
}
