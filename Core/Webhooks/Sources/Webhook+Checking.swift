import Engine
import Kernel
import Store

extension Webhook {
    /// - Parameter rules: which addresses may be named.
    static func hooks(_ rules: TargetRules) -> [Hook] {
        [
            .beforeSaving(Webhook.self) { webhook, saving in
                // What was allowed once can still be switched off.
                if saving.changes("url", in: webhook.values) { try checkURL(webhook[\.url], rules) }
                if saving.changes("topics", in: webhook.values) { try TopicCheck(saving.door).check(webhook[\.topics].json) }
                if saving.before == nil {
                    guard try saving.door.reader.count(Webhook.schema.definition) < maximum else {
                        throw Invalid("name", .tooMany, ["max": String(maximum)])
                    }
                    webhook[\.secret] = WebhookSecret().text
                }
                if webhook[\.runsAs] == nil { webhook[\.runsAs] = saving.door.actor.user.map { Reference($0) } }
                if webhook[\.runsAs] == nil { throw Invalid("runsAs", .required) }
                if saving.door.actor.user != nil, saving.changes("isActive", in: webhook.values) {
                    webhook[\.disabledReason] = nil
                    try Ledger.forgetFailures(of: webhook.id, saving.door.session)
                }
            }
        ]
    }

    private static func checkURL(_ text: String, _ rules: TargetRules) throws(Invalid) {
        do throws(ValueProblem) {
            let target = try Target(text)
            guard target.isEncrypted || !rules.allowed.isEmpty else { throw ValueProblem(.needsHTTPS) }
            // A name is looked up when something is sent, each time.
            if let address = IPAddress(target.host), rules.objection(to: address, isEncrypted: target.isEncrypted) == .addressRefused {
                throw ValueProblem(.privateAddress)
            }
        } catch {
            throw Invalid([error.on("url")])
        }
    }
}
