public import Kernel

/// What a person agreed to, as the law on personal information (PIPL, articles 13 to 17) asks for: to what purpose, on what basis, until when.
/// It is never changed afterwards but for being withdrawn.
public struct Consent: Entity {
    public let title = Field<String>("name", .text(120), .listed)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed, .fixed)
    public let contact = Field<Reference<Contact>?>("contact", .reference(), .fixed)
    public let purpose = Field<Purpose>("purpose", .choice, .listed, .fixed)
    public let basis = Field<Basis>("basis", .choice, .listed, .fixed, standard: .consent)
    /// None means every channel.
    public let channels = Field<[Customer.Channel]>("channels", .choices(), .fixed)
    public let givenAt = Field<Instant>("givenAt", .dateTime, .listed, .fixed)
    public let expiresOn = Field<Day?>("expiresOn", .date, .listed, .indexed, .fixed)
    /// For the last of how many days the owner of the customer was told that it ends; see `expiry`.
    public let warnedDays = Field<Int64?>("warnedDays", .integer(0...365), .system, .unaudited)
    public let withdrawnAt = Field<Instant?>("withdrawnAt", .dateTime, .listed)
    public let source = Field<Source>("source", .choice, .fixed, standard: .form)
    /// The words that were agreed to.
    public let wording = Field<String?>("wording", .longText, .fixed)

    public enum Purpose: String, Choice { case service, marketing, profiling, sharing, research, recording }
    public enum Basis: String, Choice { case consent, contract, legalDuty, legitimateInterest }
    public enum Source: String, Choice { case form, call, branch, web, message, importFile }

    public static let schema = Schema<Consent>(
        plural: "consents", title: \.title, icon: "verified_user", .owned, .child(of: "customer"),
        sections: [
            .section("main", \.title, \.customer, \.contact, \.purpose, \.basis, \.channels),
            .section("time", \.givenAt, \.expiresOn, \.withdrawnAt), .section("proof", \.source, \.wording),
        ],
        facts: [\.customer, \.givenAt, \.expiresOn, \.withdrawnAt], chips: [\.purpose, \.basis])
    public init() {}
}
