public import Engine
public import Kernel
import Store

/// What a customer may owe. Orders and quotes ask `check`; receivables tell `keep`.
public enum Credit {
    public enum Answer: Sendable, Hashable {
        case allowed
        /// A hold waits for somebody with the authority.
        case held(RecordID, CreditHold.Reason)
        /// Somebody has turned this down.
        case rejected(RecordID)
    }

    /// Whether a customer has credit for an amount; if not, the document is held. What was released for a document stays so up to the amount
    /// that was released.
    ///
    /// Two that ask at once for one customer ask after each other: call it in the transaction that also books the amount.
    public static func check(
        _ customer: RecordID, _ amount: Money, for document: (entity: String, record: RecordID)? = nil, through door: Door
    ) throws -> Answer {
        try door.trusting {
            let reader = door.reader
            _ = try door.session.first("SELECT 1 FROM \(name: Customer.schema.definition.table) WHERE id = \(customer.rawValue)\(door.session.dialect.forUpdate)")
            guard let record = try reader.find(Customer.self, customer) else { throw Invalid("customer", .notFound, ["id": customer.description]) }
            guard let reason = reason(record, amount) else { return .allowed }
            let former = try document.flatMap { try newest(for: $0, reader) }
            if let former {
                let (known, isSame) = (former[\.amount], former[\.amount].currency == amount.currency)
                switch former[\.state] {
                case .released where isSame && known.minorUnits >= amount.minorUnits: return .allowed
                case .rejected where known == amount: return .rejected(former.id)
                case .held:
                    let values: Values = ["amount": .money(amount), "reason": reason.value]
                    try door.perform(.edit(former.id, values), on: CreditHold.schema.definition)
                    return .held(former.id, reason)
                default: break
                }
            }
            let values: Values = [
                "name": .text(record[\.title]), "customer": .reference(customer), "amount": .money(amount), "reason": reason.value,
                "documentEntity": document.map { .text($0.entity) } ?? .null, "document": document.map { .reference($0.record) } ?? .null,
            ]
            return .held(try door.perform(.create(values), on: CreditHold.schema.definition).id, reason)
        }
    }

    /// Why a customer has no credit for an amount; nil where it has.
    public static func reason(_ customer: Record<Customer>, _ amount: Money) -> CreditHold.Reason? {
        if customer[\.creditBlocked] { return .blocked }
        if let overdue = customer[\.creditOverdue], overdue.minorUnits > 0 { return .overdue }
        if let most = customer[\.salesLimit] {
            guard most.currency == amount.currency else { return .otherCurrency }
            if amount.minorUnits > most.minorUnits { return .salesLimitExceeded }
        }
        // Who was given no limit is not bounded by one.
        guard let limit = customer[\.creditLimit] else { return nil }
        let used = customer[\.creditUsed] ?? Money(minorUnits: 0, currency: limit.currency)
        guard limit.currency == amount.currency, used.currency == amount.currency else { return .otherCurrency }
        let (sum, overflow) = used.minorUnits.addingReportingOverflow(amount.minorUnits)
        return overflow || sum > limit.minorUnits ? .limitExceeded : nil
    }

    /// Notes what a customer owes, and how much of it is late. Nothing else sets these fields.
    public static func keep(used: Money?, overdue: Money?, of customer: RecordID, through door: Door) throws {
        let values: Values = ["creditUsed": used?.value ?? .null, "creditOverdue": overdue?.value ?? .null]
        try door.trusting { _ = try door.perform(.edit(customer, values), on: Customer.schema.definition) }
    }

    /// Releases or turns down what is held. Of two who decide at once one does, and the other is told that it is done.
    public static func decide(_ hold: RecordID, _ state: CreditHold.State, note: String?, through door: Door) throws {
        // Whoever may not see the customer does not see the hold either.
        guard let found = try door.reader.find(CreditHold.self, hold) else { throw Refusal.notFound(entity: CreditHold.name, id: hold.description) }
        // Authority bounds what somebody may grant who may change the customer; to look at it is not enough.
        try door.demand(.edit, door.catalogue.definition(Customer.self), found[\.customer].id)
        _ = try door.session.first("SELECT 1 FROM \(name: CreditHold.schema.definition.table) WHERE id = \(hold.rawValue)\(door.session.dialect.forUpdate)")
        guard let record = try door.reader.find(CreditHold.self, hold), record[\.state] == .held else { throw Refusal.notPossible(action: state.rawValue) }
        let unit = try door.reader.unbounded.find(Customer.self, record[\.customer].id)?.unit
        try Authority.demand(.creditRelease, amount: record[\.amount], in: unit, by: door, on: "amount")
        let values: Values = [
            "state": state.value, "decidedBy": door.actor.user.map(Value.reference) ?? .null, "decidedAt": .instant(door.engine.clock.now()),
            "note": note.map(Value.text) ?? .null,
        ]
        try door.trusting { _ = try door.perform(.edit(hold, values), on: CreditHold.schema.definition) }
    }

    private static func newest(for document: (entity: String, record: RecordID), _ reader: Reader) throws -> Record<CreditHold>? {
        let rule = CreditHold.rule { $0.documentEntity == document.entity && $0.document == document.record }
        return try reader.firstIDs(CreditHold.schema.definition, where: rule, limit: 100).compactMap { try reader.find(CreditHold.self, $0) }
            .max { $0.made < $1.made }
    }
}

extension Record<CreditHold> {
    /// When it was made; ids break ties, since those of one customer grow.
    fileprivate var made: (Instant, RecordID) {
        guard case .instant(let moment)? = values[Common.createdAt] else { return (.first, id) }
        return (moment, id)
    }
}
