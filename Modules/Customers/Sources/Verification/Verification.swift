public import Engine
public import Kernel

/// That somebody has checked who a customer is 实名核验: how, when, by which document, and until when it holds. Pictures of the document hang on it
/// as files.
public struct Verification: Entity {
    public let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("V{yy}{seq:8}"))
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed, .fixed)
    public let method = Field<Method>("method", .choice, .listed)
    public let result = Field<Result>("result", .choice, .listed, standard: .passed)
    public let verifiedAt = Field<Instant?>("verifiedAt", .dateTime, .listed)
    public let verifiedBy = Field<Reference<User>?>("verifiedBy", .reference(), .listed)
    /// That of the customer, unless it is said.
    public let documentNumber = Field<String?>("documentNumber", .identityNumber, .personal)
    public let expiresOn = Field<Day?>("expiresOn", .date, .listed)
    /// The customer has another document since.
    public let isVoid = Field<Bool>("isVoid", .flag, .system, .listed, standard: false)
    public let notes = Field<String?>("notes", .longText)

    public enum Method: String, Choice { case inPerson, video, register, bankCard, mobileNumber, copy }

    public enum Result: String, Choice {
        case passed, failed
        public var colour: Option.Colour { self == .passed ? .green : .red }
    }

    public static let schema = Schema<Verification>(
        plural: "verifications", title: \.code, icon: "verified_user", .owned, .child(of: "customer"),
        sections: [.section("main", \.code, \.customer, \.method, \.result, \.verifiedAt, \.verifiedBy, \.documentNumber, \.expiresOn, \.isVoid, \.notes)],
        facts: [\.customer, \.verifiedAt, \.verifiedBy, \.expiresOn], chips: [\.result])
    public init() {}
}
