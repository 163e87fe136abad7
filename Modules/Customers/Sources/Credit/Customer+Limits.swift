import Engine
import Kernel

/// To let a customer owe more takes authority; to let it owe less does not.
extension Customer {
    static let limitHooks: [Hook] = [
        .beforeSaving(Customer.self) { customer, saving in
            let values = customer.values
            for (key, grant) in [("creditLimit", ApprovalAuthority.Grant.creditLimit), ("salesLimit", .salesLimit)] where saving.changes(key, in: values) {
                guard let limit = values[key].flatMap(Money.init) else {
                    // Without a limit there is no bound.
                    guard saving.before != nil else { continue }
                    try Authority.demand(grant, amount: Money(minorUnits: .max, currency: .yuan), in: customer.unit, by: saving.door, on: key)
                    continue
                }
                let former = saving.before?[key].flatMap(Money.init)
                if let former, former.currency == limit.currency, limit.minorUnits <= former.minorUnits { continue }
                try Authority.demand(grant, amount: limit, in: customer.unit, by: saving.door, on: key)
            }
            guard saving.before?["creditBlocked"] == .flag(true), !customer[\.creditBlocked] else { return }
            try Authority.demand(.creditLimit, amount: customer[\.creditLimit], in: customer.unit, by: saving.door, on: "creditBlocked")
        }
    ]
}
