import Kernel
import Webhooks

extension Settings {
    /// `true` for all, `false` for none, or blocks of addresses with commas between them.
    mutating func readPrivateTargets(_ text: String) -> Bool {
        var isEverywhere = false
        guard Self.read(text, into: &isEverywhere) else { return Self.read(text, each: { AddressBlock($0) }, into: &webhookPrivateTargets) }
        webhookPrivateTargets = isEverywhere ? TargetRules.everywhere : []
        return true
    }
}
