public import Engine
public import Kernel

/// A person who speaks for a customer.
public struct Contact: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("L{yy}{seq:8}"))
    public let title = Field<String>("name", .text(80), .listed, .searched, .indexed)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    public let salutation = Field<String?>("salutation", .text(20))
    public let englishName = Field<String?>("englishName", .text(80), .searched)
    public let isPrimary = Field<Bool>("isPrimary", .flag, .listed, standard: false)
    public let position = Field<String?>("position", .text(80), .listed, .searched)
    public let department = Field<String?>("department", .text(80))
    public let buyingRole = Field<BuyingRole?>("buyingRole", .choice, .listed)
    public let attitude = Field<Customer.Attitude?>("attitude", .choice)
    public let reportsTo = Field<Reference<Contact>?>("reportsTo", .reference())
    /// Since when it speaks for the customer no more.
    public let leftOn = Field<Day?>("leftOn", .date)
    public let gender = Field<Customer.Gender?>("gender", .choice, .personal)
    public let birthday = Field<Day?>("birthday", .date, .personal)
    public let temperament = Field<Customer.Temperament?>("temperament", .choice, .personal)
    public let mobile = Field<String?>("mobile", .phone, .listed, .searched, .indexed, .personal)
    public let phone = Field<String?>("phone", .phone, .searched)
    public let mail = Field<String?>("mail", .mail, .searched, .indexed, .personal)
    public let wechat = Field<String?>("wechat", .text(80), .searched, .personal)
    public let wecom = Field<String?>("wecom", .text(80), .personal)
    public let address = Field<Address?>("address", .address, .personal)
    public let preferredChannel = Field<Customer.Channel?>("preferredChannel", .choice)
    public let bestTime = Field<String?>("bestTime", .text(80))
    public let doNotContact = Field<Bool>("doNotContact", .flag, standard: false)
    public let doNotCall = Field<Bool>("doNotCall", .flag, standard: false)
    public let doNotMail = Field<Bool>("doNotMail", .flag, standard: false)
    public let doNotText = Field<Bool>("doNotText", .flag, standard: false)
    public let hobbies = Field<String?>("hobbies", .text(200), .personal)
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
        plural: "contacts", title: \.title, icon: "contact_page", .owned, .child(of: "customer"), .watched, .mergeable(survivorship),
        sections: [
            .section("identity", \.code, \.title, \.salutation, \.englishName, \.customer, \.isPrimary, \.externalCode),
            .section("work", \.position, \.department, \.buyingRole, \.attitude, \.reportsTo, \.leftOn),
            .section("reach", \.mobile, \.phone, \.mail, \.wechat, \.wecom, \.address),
            .section("consent", \.preferredChannel, \.bestTime, \.doNotContact, \.doNotCall, \.doNotMail, \.doNotText),
            .section("person", \.gender, \.birthday, \.hobbies, \.temperament),
            .section("about", \.notes),
        ],
        facts: [\.customer, \.position, \.mobile, \.mail], chips: [\.buyingRole, \.isPrimary])
    public init() {}
}
