import Formats
public import Kernel

/// How a file is to be read as a table; what is not said is found by looking.
public struct TableReading: Sendable, Hashable {
    let sheet: String?
    let encoding: TextEncoding?
    let separator: CSVSeparator?
    /// Whether the first row holds the names of the columns.
    let hasHeader: Bool

    static let members = ["sheet", "encoding", "separator", "header"]

    /// Reads `{"sheet": "客户", "encoding": "GB18030", "separator": ";", "header": true}`.
    public init(_ json: [String: JSON]) throws(Invalid) {
        func text(_ name: String) throws(Invalid) -> String? {
            guard let given = json[name], given != .null else { return nil }
            guard let text = given.string else { throw Invalid(name, .wrongType, ["expected": "text"]) }
            return text
        }
        sheet = try text("sheet")
        encoding = try text("encoding").map { name throws(Invalid) in
            guard let known = TextEncoding(rawValue: name) else { throw Invalid("encoding", .unknownOption, ["option": String(name.prefix(60))]) }
            return known
        }
        separator = try text("separator").map { sign throws(Invalid) in
            guard let known = CSVSeparator.allCases.first(where: { $0.sign == sign }) else {
                throw Invalid("separator", .unknownOption, ["option": String(sign.prefix(60))])
            }
            return known
        }
        switch json["header"] {
        case nil, .null?: hasHeader = true
        case .flag(let flag)?: hasHeader = flag
        default: throw Invalid("header", .badFlag)
        }
    }
}

extension CSVSeparator {
    var sign: String { String(UnicodeScalar(rawValue)) }
}
