public import Engine
public import Foundation
public import Kernel

/// A person, an organisation, a household or a group that we deal with. One customer has one code, whichever way it came to us.
public struct Customer: Entity {
    // Who it is
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("K{yy}{seq:8}"))
    public let title = Field<String>("name", .text(200), .listed, .searched, .indexed)
    public let kind = Field<Kind>("kind", .choice, .listed, .indexed, standard: .person)
    public let shortName = Field<String?>("shortName", .text(80), .searched)
    public let englishName = Field<String?>("englishName", .text(200), .searched)
    public let status = Field<Status>("status", .choice, .listed, standard: .active)
    public let roles = Field<[Role]>("roles", .choices())

    // How it proves that
    public let identityType = Field<IdentityType?>("identityType", .choice)
    public let identityNumber = Field<String?>("identityNumber", .identityNumber, .personal, .indexed)
    public let gender = Field<Gender?>("gender", .choice, .personal)
    public let birthday = Field<Day?>("birthday", .date, .personal)
    public let identityExpiresOn = Field<Day?>("identityExpiresOn", .date, .personal)
    public let realName = Field<RealName>("realName", .choice, .system, .indexed, standard: .unverified)
    public let identityVerifiedAt = Field<Instant?>("identityVerifiedAt", .dateTime, .system)
    public let nationality = Field<String?>("nationality", .text(60), .personal)
    public let maritalStatus = Field<MaritalStatus?>("maritalStatus", .choice, .personal)
    public let education = Field<Education?>("education", .choice, .personal)
    public let occupation = Field<String?>("occupation", .text(80), .personal)
    public let employer = Field<String?>("employer", .text(200), .personal)
    public let hobbies = Field<String?>("hobbies", .text(200), .personal)

    // How to reach it
    public let mobile = Field<String?>("mobile", .phone, .listed, .searched, .indexed, .personal)
    public let phone = Field<String?>("phone", .phone, .searched, .indexed)
    public let fax = Field<String?>("fax", .phone)
    public let mail = Field<String?>("mail", .mail, .searched, .indexed, .personal)
    public let website = Field<String?>("website", .url)
    public let wechat = Field<String?>("wechat", .text(80), .searched, .personal)
    public let wecom = Field<String?>("wecom", .text(80), .personal)
    public let address = Field<Address?>("address", .address, .listed)
    public let registeredAddress = Field<Address?>("registeredAddress", .address)
    public let billingAddress = Field<Address?>("billingAddress", .address)
    public let shippingAddress = Field<Address?>("shippingAddress", .address)
    /// In which mails and letters to it are written.
    public let language = Field<Speech?>("language", .choice)
    public let preferredChannel = Field<Channel?>("preferredChannel", .choice)
    public let bestTime = Field<String?>("bestTime", .text(80))
    public let doNotContact = Field<Bool>("doNotContact", .flag, standard: false)
    public let doNotCall = Field<Bool>("doNotCall", .flag, standard: false)
    public let doNotMail = Field<Bool>("doNotMail", .flag, standard: false)
    public let doNotText = Field<Bool>("doNotText", .flag, standard: false)
    public let doNotWechat = Field<Bool>("doNotWechat", .flag, standard: false)
    public let doNotWrite = Field<Bool>("doNotWrite", .flag, standard: false)
    public let doNotVisit = Field<Bool>("doNotVisit", .flag, standard: false)

    // What it is to us
    public let grade = Field<Grade?>("grade", .choice, .listed, .indexed)
    public let gradeScore = Field<Decimal?>("gradeScore", .decimal(places: 2), .system, .unaudited)
    public let gradeFrom = Field<Day?>("gradeFrom", .date, .system)
    /// The last day on which it holds as things stand: until an override ends, or grace.
    public let gradeUntil = Field<Day?>("gradeUntil", .date, .system)
    /// Set by a person in the place of the rule.
    public let gradeOverridden = Field<Bool>("gradeOverridden", .flag, .system, standard: false)
    public let gradeReason = Field<String?>("gradeReason", .text(400), .system)
    /// What it would be without grace, and since when.
    public let gradePending = Field<Grade?>("gradePending", .choice, .system)
    public let gradePendingSince = Field<Day?>("gradePendingSince", .date, .system)
    public let relationLevel = Field<RelationLevel?>("relationLevel", .choice)
    public let temperament = Field<Temperament?>("temperament", .choice, .personal)
    public let tags = Field<[Reference<Tag>]>("tags", .references())
    public let source = Field<Source?>("source", .choice, .listed)
    public let sourceSystem = Field<String?>("sourceSystem", .text(60))
    public let externalCode = Field<String?>("externalCode", .text(80), .searched, .indexed)
    public let parent = Field<Reference<Customer>?>("parent", .reference())
    public let salesRepresentative = Field<Reference<User>?>("salesRepresentative", .reference())
    public let serviceRepresentative = Field<Reference<User>?>("serviceRepresentative", .reference())
    public let commissionCode = Field<String?>("commissionCode", .text(40))
    public let collaborators = Field<[Reference<User>]>("collaborators", .references())
    public let firstDealOn = Field<Day?>("firstDealOn", .date)
    public let lastDealOn = Field<Day?>("lastDealOn", .date, .indexed)
    public let renewalDueOn = Field<Day?>("renewalDueOn", .date, .indexed)
    public let lastContactAt = Field<Instant?>("lastContactAt", .dateTime, .listed)

    // In which public pool it lies; the system alone sets these
    public let pool = Field<Reference<Pool>?>("pool", .reference(), .system, .indexed)
    public let pooledAt = Field<Instant?>("pooledAt", .dateTime, .system)
    public let poolReason = Field<String?>("poolReason", .text(200), .system)
    public let claimedAt = Field<Instant?>("claimedAt", .dateTime, .system)
    public let formerOwner = Field<Reference<User>?>("formerOwner", .reference(), .system)

    // What it does
    public let industry = Field<Industry?>("industry", .choice, .listed)
    public let size = Field<Size?>("size", .choice)
    public let employees = Field<Int64?>("employees", .integer(0...10_000_000))
    public let annualRevenue = Field<Money?>("annualRevenue", .money)
    public let foundedOn = Field<Day?>("foundedOn", .date)
    public let legalRepresentative = Field<String?>("legalRepresentative", .text(80))
    public let registeredCapital = Field<Money?>("registeredCapital", .money)
    public let taxRule = Field<TaxRule?>("taxRule", .choice)
    public let taxNumber = Field<String?>("taxNumber", .identityNumber)

    // What it needs, and from whom else it gets it
    public let needs = Field<String?>("needs", .longText)
    public let potential = Field<Money?>("potential", .money)
    public let attitude = Field<Attitude?>("attitude", .choice)
    public let competitorDealings = Field<String?>("competitorDealings", .longText)
    public let contractPerformance = Field<String?>("contractPerformance", .longText)
    public let disputes = Field<String?>("disputes", .longText)

    // What it may owe
    public let paymentTerm = Field<PaymentTerm?>("paymentTerm", .choice)
    public let paymentRecord = Field<String?>("paymentRecord", .longText)
    public let creditRating = Field<CreditRating?>("creditRating", .choice)
    public let salesLimit = Field<Money?>("salesLimit", .money)
    public let creditLimit = Field<Money?>("creditLimit", .money)
    public let creditUsed = Field<Money?>("creditUsed", .money, .system)
    public let creditOverdue = Field<Money?>("creditOverdue", .money, .system)
    /// Nothing is delivered on credit, whatever is left of the limit.
    public let creditBlocked = Field<Bool>("creditBlocked", .flag, standard: false)
    public let creditLeft = Field<Money?>("creditLeft", .formula("creditLimit - creditUsed", as: .money))
    public let walletShare = Field<Decimal?>("walletShare", .percent)

    // How good its record is; the module DataQuality tells
    public let dataQuality = Field<Int64?>("dataQuality", .integer(0...100), .system, .unaudited, .indexed)
    public let qualityReasons = Field<Document?>("qualityReasons", .json, .system, .unaudited)

    // What is written about it
    public let contactCount = Field<Int64?>("contactCount", .rollUp(.count, of: "contact", by: "customer", as: .integer))
    public let notes = Field<String?>("notes", .longText)
    public let profile = Field<String?>("profile", .richText)
    /// Out of use since every record has files of its own; what was written there stays.
    public let attachments = Field<Document?>("attachments", .attachments, .retired)
    public let extra = Field<Document?>("extra", .json)

    public static let schema = Schema<Customer>(
        plural: "customers", title: \.title, icon: "people", .owned, .root, .pooled, .watched, .mergeable(survivorship),
        sections: [
            .section("identity", \.code, \.title, \.kind, \.shortName, \.englishName, \.status, \.roles),
            .section("papers", \.identityType, \.identityNumber, \.identityExpiresOn, \.realName, \.identityVerifiedAt),
            .section("person", \.gender, \.birthday, \.nationality, \.maritalStatus, \.education, \.occupation, \.employer, \.hobbies, \.temperament),
            .section("reach", \.mobile, \.phone, \.fax, \.mail, \.website, \.wechat, \.wecom),
            .section("places", \.address, \.registeredAddress, \.billingAddress, \.shippingAddress),
            .section(
                "consent", \.language, \.preferredChannel, \.bestTime, \.doNotContact, \.doNotCall, \.doNotMail, \.doNotText, \.doNotWechat, \.doNotWrite,
                \.doNotVisit),
            .section(
                "relation", \.grade, \.gradeScore, \.gradeFrom, \.gradeUntil, \.relationLevel, \.source, \.sourceSystem, \.externalCode, \.parent, \.salesRepresentative,
                \.serviceRepresentative, \.commissionCode, \.collaborators, \.firstDealOn, \.lastDealOn, \.renewalDueOn, \.lastContactAt),
            .section(
                "business", \.industry, \.size, \.employees, \.annualRevenue, \.foundedOn, \.legalRepresentative, \.registeredCapital, \.taxRule,
                \.taxNumber),
            .section("demand", \.needs, \.potential, \.attitude, \.competitorDealings, \.contractPerformance, \.disputes),
            .section(
                "credit", \.paymentTerm, \.paymentRecord, \.creditRating, \.salesLimit, \.creditLimit, \.creditUsed, \.creditOverdue, \.creditLeft,
                \.creditBlocked, \.walletShare),
            .section("quality", \.dataQuality),
            .section("pool", \.pool, \.pooledAt, \.poolReason, \.claimedAt, \.formerOwner),
            .section("about", \.contactCount, \.notes, \.profile, \.extra),
        ],
        facts: [\.mobile, \.potential, \.creditLeft, \.lastContactAt], chips: [\.grade, \.kind, \.realName, \.status])
    public init() {}
}
