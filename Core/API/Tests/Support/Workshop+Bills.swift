import Foundation
import Kernel

/// A record with lines, which have computed amounts, a field that not everybody sees, and a choice that depends on another.
struct Bill: Entity {
    let title = Field<String>("name", .text(40), .listed, .searched)
    let total = Field<Decimal?>("total", .rollUp(.sum, of: "billLine", by: "bill", field: "amount", as: .decimal(places: 2)))
    let lineCount = Field<Int64?>("lineCount", .rollUp(.count, of: "billLine", by: "bill", as: .integer))
    static let schema = Schema<Bill>(plural: "bills", title: \.title, .owned, .root)
}

struct BillLine: Entity {
    let title = Field<String>("name", .text(40), .listed, .searched)
    let bill = Field<Reference<Bill>>("bill", .reference(), .line)
    let maker = Field<Reference<Maker>?>("maker", .reference(), .listed)
    let quantity = Field<Decimal>("quantity", .decimal(places: 2), .listed, standard: 1)
    let price = Field<Decimal?>("price", .decimal(places: 2), .listed)
    let amount = Field<Decimal?>("amount", .formula("quantity * price", as: .decimal(places: 2)))
    let cost = Field<Decimal?>("cost", .decimal(places: 2), .personal)
    let serial = Field<String?>("serial", .text(20), .unique)
    let trouble = Field<Trouble?>("trouble", .choice)
    let reason = Field<Reason?>("reason", .choice(controlledBy: "trouble") { $0.troubles })

    enum Trouble: String, Choice { case quality, delivery }

    enum Reason: String, Choice {
        case broken, late, other

        var troubles: [Trouble] {
            switch self {
            case .broken: [.quality]
            case .late: [.delivery]
            case .other: []
            }
        }
    }

    static let schema = Schema<BillLine>(plural: "bill-lines", title: \.title)
    init() {}

    static let labels: [String: (String, String)] = [
        "entity.bill": ("账单", "Bill"), "entity.bill.plural": ("账单", "Bills"), "field.bill.name": ("名称", "Name"),
        "field.bill.total": ("合计", "Total"), "field.bill.lineCount": ("行数", "Lines"),
        "entity.billLine": ("账单明细", "Bill line"), "entity.billLine.plural": ("账单明细", "Bill lines"), "field.billLine.name": ("名称", "Name"),
        "field.billLine.bill": ("账单", "Bill"), "field.billLine.maker": ("厂家", "Maker"), "field.billLine.quantity": ("数量", "Quantity"),
        "field.billLine.price": ("单价", "Price"), "field.billLine.amount": ("金额", "Amount"), "field.billLine.cost": ("成本", "Cost"),
        "field.billLine.serial": ("序列号", "Serial number"), "field.billLine.trouble": ("问题", "Trouble"), "field.billLine.reason": ("原因", "Reason"),
        "option.billLine.trouble.quality": ("质量", "Quality"), "option.billLine.trouble.delivery": ("交付", "Delivery"),
        "option.billLine.reason.broken": ("损坏", "Broken"), "option.billLine.reason.late": ("迟到", "Late"), "option.billLine.reason.other": ("其他", "Other"),
    ]
}
