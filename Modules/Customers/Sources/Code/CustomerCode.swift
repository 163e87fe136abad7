import Engine
public import Kernel

/// By what a customer is called elsewhere 客户外部编码: in the policy system, the ERP, the call centre; and the codes of customers that were merged
/// into it. Each system has a code once, for ever.
public struct CustomerCode: Entity {
    /// As the other system writes it: also with slashes, blanks and letters of any script.
    public let title = Field<String>("code", .text(120), .listed, .searched, .indexed)
    public let customer = Field<Reference<Customer>>("customer", .reference(), .listed)
    /// The name of the system; `guanxi` for codes that were issued here.
    public let system = Field<String>("system", .text(60), .listed, .indexed, standard: CustomerCode.own)
    public let since = Field<Day?>("since", .date, .listed)
    public let until = Field<Day?>("until", .date, .listed)
    public let source = Field<Source>("source", .choice, .listed, standard: .entered)
    /// System and code together, which is unique.
    public let key = Field<String>("systemCode", .text(200), .system, .unique, .unaudited, standard: "…")

    public enum Source: String, Choice {
        case entered, importFile, merge
        public var colour: Option.Colour { self == .merge ? .violet : .grey }
    }

    /// The system that codes issued here belong to.
    public static let own = "guanxi"

    public static let schema = Schema<CustomerCode>(
        plural: "customer-codes", title: \.title, icon: "tag", .owned, .child(of: "customer"), .names(by: "customer", field: "code"),
        sections: [.section("main", \.title, \.system, \.customer, \.since, \.until, \.source)],
        facts: [\.system, \.customer, \.since, \.until], chips: [\.source])
    public init() {}
}

extension CustomerCode {
    static let hooks: [Hook] = [
        .beforeSaving(CustomerCode.self) { code, saving in
            try Term.check(from: code[\.since], until: code[\.until])
            let key = "\(code[\.system].lowercased())/\(code[\.title])"
            code[\.key] = key
            guard saving.changes("systemCode", in: code.values) else { return }
            let same = CustomerCode.rule { $0.key == key } && !.compare([Common.id], .equal, .reference(code.id))
            if try saving.door.reader.firstID(CustomerCode.schema.definition, where: same) != nil { throw Invalid("code", .taken, ["value": code[\.title]]) }
            // What is issued here stays with the customer that has it.
            guard code[\.system].lowercased() == own, code[\.source] != .merge else { return }
            let holder = try saving.door.reader.firstID(Customer.schema.definition, where: Customer.rule { $0.code == code[\.title] })
            if let holder, holder != code[\.customer].id { throw Invalid("code", .taken, ["value": code[\.title]]) }
        },
        // The code of a customer that was merged leads to the one that stayed, for ever.
        .afterMerging(Customer.self) { survivor, loser, door in
            try door.create(CustomerCode.self, [
                "code": .text(loser[\.code]), "customer": .reference(survivor.id), "system": .text(own), "source": Source.merge.value,
                "until": .day(door.reader.moment.today), "owner": survivor.owner.map(Value.reference) ?? .null, "unit": survivor.unit.map(Value.reference) ?? .null,
            ])
        },
    ]
}

extension Customer {
    /// A code that a merged customer had is never another one's.
    static let codeHooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            guard saving.changes("code", in: customer.values) else { return }
            let key = "\(CustomerCode.own)/\(customer[\.code])"
            guard let known = try saving.door.reader.first(CustomerCode.self, where: CustomerCode.rule { $0.key == key }), known[\.customer].id != customer.id else { return }
            throw Invalid("code", .taken, ["value": customer[\.code]])
        }
    ]
}
