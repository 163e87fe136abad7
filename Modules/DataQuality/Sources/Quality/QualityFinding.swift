import Kernel

/// What lowers the quality of a customer's record, and by how much.
struct QualityFinding: Hashable {
    enum Reason: String, CaseIterable {
        case missing, invalid, suspicious, unverified, unparsedAddress, shared
    }

    let reason: Reason
    let field: String
    let cost: Int

    var json: JSON { ["reason": .string(reason.rawValue), "field": .string(field), "cost": JSON(cost)] }

    init(_ reason: Reason, _ field: String, _ cost: Int) { (self.reason, self.field, self.cost) = (reason, field, cost) }

    init?(_ json: JSON) {
        guard let reason = json["reason"]?.string.flatMap(Reason.init), let field = json["field"]?.string, let cost = json["cost"]?.integer else { return nil }
        self.init(reason, field, Int(cost))
    }
}
