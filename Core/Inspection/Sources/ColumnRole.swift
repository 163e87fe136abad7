import Kernel

/// What a column of a file holds, by the names that mappings use.
public enum ColumnRole: String, Sendable, Hashable, CaseIterable {
    /// A name of a person or an organisation, told apart by looking.
    case name
    case person, company, givenName, familyName
    case phone, mobile, mail
    /// A number of an identity card, a credit code, or another document of which only the form is known.
    case identityCard = "id"
    case creditCode = "uscc"
    case document
    /// A number of a document, which a column of the role `idType` names; without one it is told by looking.
    case identity
    case identityType = "idType"
    case passport, plate
    case bankCard = "bankCard"
    case address, province, city, district, street, houseNumber, building, postcode
    case birthday, date, sex, code
    /// What tells the record in the system it comes from.
    case key
    case text

    /// The check that numbers of China stand.
    var numberKind: NumberKind? {
        switch self {
        case .phone: .phone
        case .mobile: .mobile
        case .identityCard: .identityCard
        case .creditCode: .creditCode
        case .passport: .passport
        case .plate: .plate
        case .bankCard: .bankCard
        case .postcode: .postcode
        default: nil
        }
    }

    /// The check of a document's number that says nothing of its kind, or whose row does.
    static func kind(ofDocument number: String, named type: String?) -> NumberKind? {
        switch type?.lowercased() {
        case nil, "": break
        case let type? where type.contains("身份证") || type.contains("identity") || type == "id": return .identityCard
        case let type? where type.contains("信用代码") || type.contains("营业执照") || type.contains("credit") || type == "uscc": return .creditCode
        case let type? where type.contains("护照") || type.contains("passport"): return .passport
        case let type? where type.contains("组织机构"): return .organisationCode
        case let type? where type.contains("港澳") || type.contains("回乡"): return .hongKongMacauPermit
        case let type? where type.contains("台"): return .taiwanPermit
        default: return nil
        }
        let signs = number.filter { $0.isLetter || $0.isNumber }
        guard signs.count == 15 || signs.count == 18 else { return nil }
        return signs.dropLast().contains(where: \.isLetter) ? .creditCode : .identityCard
    }

    /// Nil for what looks odd without being so.
    var suspicionRole: Suspicion.Role? {
        switch self {
        case .name, .person, .company, .givenName, .familyName: .name
        case .phone, .mobile: .phone
        case .mail: .mail
        case .identityCard, .creditCode, .document, .identity, .passport, .plate, .bankCard: .number
        case .birthday, .date: .date
        case .address, .street, .text: .text
        case .province, .city, .district, .houseNumber, .building, .postcode, .sex, .code, .key, .identityType: nil
        }
    }

    var isName: Bool { suspicionRole == .name }
    /// By which somebody can be reached or found again.
    var reaches: Bool { [.phone, .mobile, .mail, .address, .street].contains(self) }
    var proves: Bool { [.identityCard, .creditCode, .document, .identity, .passport].contains(self) }
}
