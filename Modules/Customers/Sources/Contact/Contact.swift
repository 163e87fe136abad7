public import Engine
public import Kernel

/// A person who speaks for a customer.
public struct Contact: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("L{yy}{seq:8}"))
    public let title = Field<String>("name", .text(80), .listed, .searched, .indexed)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let isPrimary = Field<Bool>("isPrimary", .flag, .listed, standard: false)
    public let position = Field<String?>("position", .text(80), .listed, .searched)
    public let department = Field<String?>("department", .text(80))
    public let buyingRole = Field<BuyingRole?>("buyingRole", .choice, .listed)
    public let gender = Field<Customer.Gender?>("gender", .choice, .personal)
    public let birthday = Field<Day?>("birthday", .date, .personal)
    public let mobile = Field<String?>("mobile", .phone, .listed, .searched, .indexed, .personal)
    public let phone = Field<String?>("phone", .phone, .searched)
    public let mail = Field<String?>("mail", .mail, .searched, .indexed, .personal)
    public let wechat = Field<String?>("wechat", .text(80), .searched, .personal)
    public let doNotMail = Field<Bool>("doNotMail", .flag, standard: false)
    public let externalCode = Field<String?>("externalCode", .text(80), .searched, .indexed)
    public let tags = Field<[Reference<Tag>]>("tags", .references())
    public let notes = Field<String?>("notes", .longText)

    public enum BuyingRole: String, Choice {
        case decisionMaker, evaluator, influencer, user, blocker
        public var colour: Option.Colour {
            switch self {
            case .decisionMaker: .violet
            case .evaluator: .blue
            case .influencer: .teal
            case .user: .grey
            case .blocker: .red
            }
        }
    }

    public static let schema = Schema<Contact>(
        plural: "contacts", title: \.title, icon: "contact_page", .owned, .child(of: "customer"),
        sections: [
            .section("identity", \.code, \.title, \.customer, \.isPrimary, \.externalCode),
            .section("work", \.position, \.department, \.buyingRole),
            .section("reach", \.mobile, \.phone, \.mail, \.wechat, \.doNotMail),
            .section("person", \.gender, \.birthday),
            .section("about", \.notes),
        ],
        facts: [\.customer, \.position, \.mobile, \.mail], chips: [\.buyingRole, \.isPrimary])
    public init() {}
}
