import Formats
import Kernel

/// vCards, in the version that phones read. What is masked or has no place in a card stays out.
final class CardExport: ExportWriting {
    private let columns: ExportColumns
    private let open: [FieldDefinition]
    private var writer = VCardWriter(.v3)

    init(_ columns: ExportColumns) {
        self.columns = columns
        open = columns.fields.filter { !columns.isMasked($0) }
    }

    func write(_ rows: [ExportColumns.Row]) -> [UInt8] {
        for row in rows { writer.write(VCard(version: .v3, open.compactMap { property($0, row) })) }
        return writer.take()
    }

    private func property(_ field: FieldDefinition, _ row: ExportColumns.Row) -> VCardProperty? {
        let value = row.values[field.key] ?? .null
        if case .address(let address) = value { return Self.property(address) }
        // A person speaks for the record that they belong to.
        if let id = value.reference, field.key == columns.entity.parent {
            return VCardProperty("ORG", .components([[row.name(id)]]))
        }
        guard !value.isEmpty, let name = name(of: field) else { return nil }
        return VCardProperty(name, field.kind.text(value), types: types(of: field))
    }

    private func name(of field: FieldDefinition) -> String? {
        switch field.kind {
        case is PhoneKind: return "TEL"
        case is MailKind: return "EMAIL"
        case is URLKind: return "URL"
        default: break
        }
        switch field.key {
        case columns.entity.title: return "FN"
        case columns.entity.naturalKey?.key: return "UID"
        case "birthday": return "BDAY"
        case "position": return "TITLE"
        case "notes": return "NOTE"
        default: return nil
        }
    }

    private func types(of field: FieldDefinition) -> [String] {
        guard field.kind is PhoneKind else { return [] }
        switch field.key {
        case "mobile": return ["CELL"]
        case "fax": return ["FAX"]
        default: return ["WORK"]
        }
    }

    private static func property(_ address: Address) -> VCardProperty {
        let street = [address.district, address.street].compactMap(\.self).joined(separator: " ")
        let parts = ["", "", street, address.city ?? "", address.province ?? "", address.postcode ?? "", address.country ?? ""]
        return VCardProperty("ADR", .components(parts.map { [$0] }))
    }
}
