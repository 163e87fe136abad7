import Customers
import Inspection
import Kernel

/// What the columns of a file hold, by the fields of customers that they go into.
enum FileCheckRoles {
    private static let byField: [String: ColumnRole] = [
        "code": .key, "externalCode": .key, "name": .name, "identityType": .identityType, "identityNumber": .identity, "taxNumber": .creditCode, "gender": .sex,
        "birthday": .birthday, "mobile": .mobile, "phone": .phone, "mail": .mail, "address": .address, "address.province": .province, "address.city": .city,
        "address.district": .district, "address.street": .street, "address.postcode": .postcode,
    ]

    /// - Parameter fields: by header; nil for a column that is left out, of which only the filling is counted.
    static func roles(_ fields: [String: String?]) -> [String: ColumnRole?] {
        let paths = Set(fields.values.compactMap(\.self))
        // A street without a city beside it is a whole address.
        let isWhole = !paths.contains("address.city") && !paths.contains("address.district")
        return fields.mapValues { path in path.map { isWhole && $0 == "address.street" ? .address : role(of: $0) } }
    }

    private static func role(of path: String) -> ColumnRole {
        if let role = byField[path] { return role }
        return Customer.schema.definition[path]?.kind is DayKind ? .date : .text
    }
}
