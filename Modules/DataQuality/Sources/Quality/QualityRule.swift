import Customers
import Kernel

/// What a good record of a customer has, as data: one line for each expectation and what it costs to miss it. A record without findings has 100.
struct QualityRule {
    let field: String
    /// Whether nothing is there to be read: nil where another field of the line does as well.
    let missing: Int
    let invalid: Int
    let suspicious: Int
    let role: Suspicion.Role
    let number: NumberKind?
    /// Does as well when this one is empty.
    var or: String?
    /// Nil for customers of all kinds.
    var kinds: Set<Customer.Kind>?

    static let all = [
        QualityRule(field: "name", missing: 30, invalid: 0, suspicious: 30, role: .name, number: nil),
        QualityRule(field: "mobile", missing: 15, invalid: 10, suspicious: 15, role: .phone, number: .mobile, or: "phone", kinds: [.person]),
        QualityRule(field: "phone", missing: 15, invalid: 10, suspicious: 15, role: .phone, number: .phone, or: "mobile", kinds: [.organisation]),
        QualityRule(field: "mail", missing: 5, invalid: 5, suspicious: 5, role: .mail, number: nil),
        QualityRule(field: "identityNumber", missing: 15, invalid: 0, suspicious: 15, role: .number, number: nil, kinds: [.person, .organisation]),
        QualityRule(field: "birthday", missing: 5, invalid: 0, suspicious: 5, role: .date, number: nil, kinds: [.person]),
        QualityRule(field: "gender", missing: 2, invalid: 0, suspicious: 0, role: .text, number: nil, kinds: [.person]),
        QualityRule(field: "address", missing: 10, invalid: 0, suspicious: 0, role: .text, number: nil, or: "registeredAddress"),
        QualityRule(field: "industry", missing: 5, invalid: 0, suspicious: 0, role: .text, number: nil, kinds: [.organisation]),
        QualityRule(field: "legalRepresentative", missing: 5, invalid: 0, suspicious: 5, role: .name, number: nil, kinds: [.organisation]),
        QualityRule(field: "source", missing: 3, invalid: 0, suspicious: 0, role: .text, number: nil),
    ]

    static let unverified = 10
    static let unparsedAddress = 8
    static let shared = 10
    /// So many customers with one phone, and it is nobody's own.
    static let manyCustomers = 5

    func finding(_ values: Values, on today: Day) -> QualityFinding? {
        let value = values[field] ?? .null
        guard !value.isEmpty else {
            let other = or.flatMap { values[$0] } ?? .null
            return other.isEmpty && missing > 0 ? QualityFinding(.missing, field, missing) : nil
        }
        let text: String
        switch value {
        case .text(let written): text = written
        case .day(let day): text = day.description
        default: return nil
        }
        if invalid > 0, let number, !number.check(text, on: today).isValid { return QualityFinding(.invalid, field, invalid) }
        return suspicious > 0 && Suspicion.of(text, as: role) != nil ? QualityFinding(.suspicious, field, suspicious) : nil
    }
}
