public import Kernel

/// Whom an invoice names 发票抬头: a customer may have several, one of which is meant when nothing is said.
public struct InvoiceTitle: Entity {
    public let title = Field<String>("name", .text(200), .listed, .searched)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let isStandard = Field<Bool>("isStandard", .flag, .listed, standard: false)
    public let kind = Field<Kind>("kind", .choice, .listed, standard: .ordinary)
    public let taxNumber = Field<String?>("taxNumber", .text(20), .listed, .searched, .indexed)
    public let bank = Field<String?>("bank", .text(100))
    public let bankAccount = Field<String?>("bankAccount", .text(40), .personal)
    public let address = Field<String?>("address", .text(200))
    public let phone = Field<String?>("phone", .phone)
    public let mail = Field<String?>("mail", .mail)

    public enum Kind: String, Choice {
        /// 增值税专用发票: names tax number, address, phone, bank and account.
        case special
        /// 增值税普通发票.
        case ordinary
        public var colour: Option.Colour { self == .special ? .violet : .grey }
    }

    public static let schema = Schema<InvoiceTitle>(
        plural: "invoice-titles", title: \.title, icon: "receipt_long", .owned, .child(of: "customer"),
        sections: [
            .section("main", \.title, \.customer, \.isStandard, \.kind, \.taxNumber), .section("bank", \.bank, \.bankAccount),
            .section("reach", \.address, \.phone, \.mail),
        ],
        facts: [\.customer, \.taxNumber, \.bank], chips: [\.kind, \.isStandard])
    public init() {}
}
