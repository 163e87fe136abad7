public import Kernel

/// Which column of a file holds what.
///
/// ```yaml
/// country: CN                 # other countries: numbers are not held to the standards of China
/// columns:
///   客户名称: name
///   手机: mobile
///   备用电话: phone            # several columns may hold the same
///   备注: text
///   内部字段:                  # left out
/// ```
/// A column that is not named is text: it is counted, and compared with nothing.
public struct InspectionMapping: Sendable {
    /// By header; nil for a column that is left out.
    let roles: [String: ColumnRole?]
    let isChinese: Bool

    public init(_ json: JSON) throws(InspectionMistake) {
        guard let members = json.object else { throw .badMapping("it has no members") }
        if let unknown = members.keys.sorted().first(where: { !["country", "columns"].contains($0) }) { throw .badMapping("it does not know \(unknown)") }
        let country = members["country"]?.string ?? "CN"
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { throw .badMapping("country is two capital letters, such as CN") }
        guard let columns = members["columns"]?.object, !columns.isEmpty else { throw .badMapping("it names no columns") }
        var roles: [String: ColumnRole?] = [:]
        for (header, role) in columns.sorted(by: { $0.key < $1.key }) {
            switch role {
            case .null: roles.updateValue(nil, forKey: header)
            case .string(let name):
                guard let role = ColumnRole(rawValue: name) else {
                    throw .badMapping("column \(header) is said to be \(name.prefix(40)), which is none of \(ColumnRole.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                roles.updateValue(role, forKey: header)
            default: throw .badMapping("column \(header) has no role")
            }
        }
        (self.roles, isChinese) = (roles, country == "CN")
    }

    /// - Parameter roles: by header; nil for a column that is left out.
    public init(roles: [String: ColumnRole?]) { (self.roles, isChinese) = (roles, true) }

    /// The role of each column of a file, nil for those left out.
    func roles(of header: [String]) throws(InspectionMistake) -> [ColumnRole?] {
        if let missing = roles.keys.sorted().first(where: { !header.contains($0) }) { throw .missingColumn(missing, has: header) }
        return header.map { roles[$0] ?? .text }
    }
}

/// Why a file cannot be looked at.
public enum InspectionMistake: Error, Sendable, CustomStringConvertible {
    case badMapping(String)
    case missingColumn(String, has: [String])

    public var description: String {
        switch self {
        case .badMapping(let words): "the mapping cannot be used: \(words)"
        case .missingColumn(let name, let header): "the file has no column \"\(name)\"; it has \(header.prefix(50).map { "\"\($0.prefix(60))\"" }.joined(separator: ", "))"
        }
    }
}
