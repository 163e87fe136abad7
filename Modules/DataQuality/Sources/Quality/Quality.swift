import Customers
import Kernel

/// How good the record of a customer is: 0 to 100, and why it is not 100.
struct Quality: Hashable {
    let findings: [QualityFinding]

    var score: Int64 { Int64(max(0, 100 - findings.reduce(0) { $0 + $1.cost })) }
    var json: JSON { .array(findings.map(\.json)) }

    /// - Parameters:
    ///   - addresses: takes addresses apart; an empty one says nothing of them.
    ///   - isShared: whether many customers have this phone; nil keeps what was found before.
    init(_ customer: Record<Customer>, on today: Day, _ addresses: AddressParser, isShared: Bool? = nil) {
        let kind = customer[\.kind]
        var findings = QualityRule.all.filter { $0.kinds?.contains(kind) ?? true }.compactMap { $0.finding(customer.values, on: today) }
        if customer[\.identityNumber] != nil, customer[\.realName] != .verified { findings.append(QualityFinding(.unverified, "realName", QualityRule.unverified)) }
        if let address = customer[\.address], !addresses.isEmpty, address.country ?? "中国" == "中国", !Self.isWhole(address, addresses) {
            findings.append(QualityFinding(.unparsedAddress, "address", QualityRule.unparsedAddress))
        }
        let wasShared = customer[\.qualityReasons].map { Self.findings(in: $0.json).contains { $0.reason == .shared } } ?? false
        if isShared ?? wasShared, customer[\.mobile] != nil { findings.append(QualityFinding(.shared, "mobile", QualityRule.shared)) }
        self.findings = findings
    }

    static func findings(in json: JSON) -> [QualityFinding] { (json.array ?? []).compactMap(QualityFinding.init) }

    private static func isWhole(_ address: Address, _ addresses: AddressParser) -> Bool {
        if address.province != nil, address.city != nil { return true }
        return addresses.parse([address.province, address.city, address.district, address.street].compactMap { $0 }.joined()).isParsed
    }
}
