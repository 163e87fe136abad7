public import Engine
public import Foundation
public import Kernel

/// A person or an organisation that we deal with. One customer has one code, whichever way it came to us.
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

    // How to reach it
    public let mobile = Field<String?>("mobile", .phone, .listed, .searched, .indexed, .personal)
    public let phone = Field<String?>("phone", .phone, .searched, .indexed)
    public let fax = Field<String?>("fax", .phone)
    public let mail = Field<String?>("mail", .mail, .searched, .indexed, .personal)
    public let website = Field<String?>("website", .url)
    public let wechat = Field<String?>("wechat", .text(80), .searched, .personal)
    public let address = Field<Address?>("address", .address, .listed)
    public let registeredAddress = Field<Address?>("registeredAddress", .address)
    /// In which mails and letters to it are written.
    public let language = Field<Speech?>("language", .choice)
    public let preferredChannel = Field<Channel?>("preferredChannel", .choice)
    public let doNotCall = Field<Bool>("doNotCall", .flag, standard: false)
    public let doNotMail = Field<Bool>("doNotMail", .flag, standard: false)
    public let doNotText = Field<Bool>("doNotText", .flag, standard: false)

    // What it is to us
    public let grade = Field<Grade?>("grade", .choice, .listed, .indexed)
    public let gradeScore = Field<Decimal?>("gradeScore", .decimal(places: 2))
    public let tags = Field<[Reference<Tag>]>("tags", .references())
    public let source = Field<Source?>("source", .choice, .listed)
    public let sourceSystem = Field<String?>("sourceSystem", .text(60))
    public let externalCode = Field<String?>("externalCode", .text(80), .searched, .indexed)
    public let parent = Field<Reference<Customer>?>("parent", .reference())
    public let collaborators = Field<[Reference<User>]>("collaborators", .references())
    public let renewalDueOn = Field<Day?>("renewalDueOn", .date, .indexed)
    public let lastContactAt = Field<Instant?>("lastContactAt", .dateTime, .listed)

    // What it does
    public let industry = Field<Industry?>("industry", .choice, .listed)
    public let size = Field<Size?>("size", .choice)
    public let employees = Field<Int64?>("employees", .integer(0...10_000_000))
    public let annualRevenue = Field<Money?>("annualRevenue", .money)
    public let foundedOn = Field<Day?>("foundedOn", .date)
    public let legalRepresentative = Field<String?>("legalRepresentative", .text(80))
    public let taxNumber = Field<String?>("taxNumber", .identityNumber)

    // What it may owe
    public let creditLimit = Field<Money?>("creditLimit", .money)
    public let creditUsed = Field<Money?>("creditUsed", .money)
    public let creditLeft = Field<Money?>("creditLeft", .formula("creditLimit - creditUsed", as: .money))
    public let walletShare = Field<Decimal?>("walletShare", .percent)

    // What is written about it
    public let contactCount = Field<Int64?>("contactCount", .rollUp(.count, of: "contact", by: "customer", as: .integer))
    public let notes = Field<String?>("notes", .longText)
    public let profile = Field<String?>("profile", .richText)
    public let attachments = Field<Document?>("attachments", .attachments)
    public let extra = Field<Document?>("extra", .json)

    public static let schema = Schema<Customer>(
        plural: "customers", title: \.title, icon: "people", .owned, .root,
        sections: [
            .section("identity", \.code, \.title, \.kind, \.shortName, \.englishName, \.status, \.roles),
            .section("papers", \.identityType, \.identityNumber, \.gender, \.birthday),
            .section("reach", \.mobile, \.phone, \.fax, \.mail, \.website, \.wechat, \.address, \.registeredAddress),
            .section("consent", \.language, \.preferredChannel, \.doNotCall, \.doNotMail, \.doNotText),
            .section("relation", \.grade, \.gradeScore, \.source, \.sourceSystem, \.externalCode, \.parent, \.collaborators, \.renewalDueOn, \.lastContactAt),
            .section("business", \.industry, \.size, \.employees, \.annualRevenue, \.foundedOn, \.legalRepresentative, \.taxNumber),
            .section("credit", \.creditLimit, \.creditUsed, \.creditLeft, \.walletShare),
            .section("about", \.contactCount, \.notes, \.profile, \.attachments, \.extra),
        ],
        facts: [\.code, \.mobile, \.industry, \.lastContactAt], chips: [\.grade, \.status, \.kind])
    public init() {}
}
