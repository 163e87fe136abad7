import Correspondence
import Customers
import DataQuality
import Engine
import Grades
import Paperwork
import Webhooks

/// The modules of the product, in the order in which people see them. A new module is one line here.
func makeModules(_ settings: Settings) -> [any Module] {
    [
        Customers(),
        DataQuality(),
        Grades(),
        Paperwork(),
        Webhooks(targets: TargetRules(allowed: settings.webhookPrivateTargets)),
        Correspondence(authorities: settings.mailAuthorityFile, publicURL: settings.publicURL),
    ]
}

/// The same for those who only ask what there is.
let modules = makeModules(Settings())
