import Engine
import Foundation
import Kernel

/// A small product that has something of everything: each kind of field, references two steps deep, children with
/// roll-ups, formulas, many-to-many, numbers, hooks and actions.
struct Workshop: Module {
    let name = "Workshop"
    let entities = [Country.schema.definition, Region.schema.definition, Firm.schema.definition, Order.schema.definition]
    var hooks: [Hook] = []
    let actions = [
        Action("close", on: Firm.self, parameters: [FieldDefinition("reason", TextKind(maximum: 40), isRequired: true)], when: Firm.rule { $0.isOpen == true }) {
            firm, call in
            firm[\.isOpen] = false
            firm[\.memo] = call["reason"].text
        },
    ]
}

/// Kept by administrators alone.
struct Country: Entity {
    let title = Field<String>("name", .text(80), .listed, .searched, .unique)
    let rank = Field<Int64?>("rank", .integer(0...1_000))
    let founded = Field<Day?>("founded", .date)

    static let schema = Schema<Country>(plural: "countries", title: \.title, .administered)
}

struct Region: Entity {
    let title = Field<String>("name", .text(80), .listed, .searched)
    let nickname = Field<String?>("nickname", .text(80))
    let rank = Field<Int64?>("rank", .integer)
    let area = Field<Decimal?>("area", .decimal(places: 2))
    let opened = Field<Day?>("opened", .date)
    let checkedAt = Field<Instant?>("checkedAt", .dateTime)
    let isHome = Field<Bool?>("isHome", .flag)
    let budget = Field<Money?>("budget", .money)
    let signs = Field<[Sign]>("signs", .choices())
    let address = Field<Address?>("address", .address)
    let country = Field<Reference<Country>?>("country", .reference())
    /// Over what are sums themselves.
    let turnover = Field<Money?>("turnover", .rollUp(.sum, of: "firm", by: "region", field: "total", as: .money))
    let firms = Field<Int64?>("firms", .rollUp(.count, of: "firm", by: "region", as: .integer))

    static let schema = Schema<Region>(plural: "regions", title: \.title, .root)
}

enum Sign: String, Choice { case sun, moon, star, Sun = "Sun_2" }
enum Stage: String, Choice { case new, warm, won, lost }

struct Firm: Entity {
    let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("F{yy}{seq:5}"))
    let title = Field<String>("name", .text(80), .listed, .searched)
    let memo = Field<String?>("memo", .longText)
    let page = Field<String?>("page", .richText)
    let employees = Field<Int64?>("employees", .integer, .indexed)
    let ratio = Field<Decimal?>("ratio", .decimal(places: 3))
    let share = Field<Decimal?>("share", .percent)
    let price = Field<Money?>("price", .money)
    let cost = Field<Money?>("cost", .money)
    let isOpen = Field<Bool>("isOpen", .flag, standard: true)
    let isKey = Field<Bool?>("isKey", .flag)
    let founded = Field<Day?>("founded", .date)
    let calledAt = Field<Instant?>("calledAt", .dateTime)
    let stage = Field<Stage>("stage", .choice, .listed, standard: .new)
    let mood = Field<Stage?>("mood", .choice)
    let signs = Field<[Sign]>("signs", .choices())
    let region = Field<Reference<Region>?>("region", .reference())
    let parent = Field<Reference<Firm>?>("parent", .reference())
    let markets = Field<[Reference<Region>]>("markets", .references())
    let phone = Field<String?>("phone", .phone, .searched)
    let mail = Field<String?>("mail", .mail, .unique)
    let site = Field<String?>("site", .url)
    let identity = Field<String?>("identity", .identityNumber)
    let address = Field<Address?>("address", .address)
    let files = Field<Document?>("files", .attachments)
    let extra = Field<Document?>("extra", .json)
    let pin = Field<String?>("pin", .text(20), .secret, .system)
    let visits = Field<Int64?>("visits", .integer, .unaudited)
    let margin = Field<Money?>("margin", .formula("price - cost", as: .money))
    let label = Field<String?>("label", .formula("concat(code, \" \", name)", as: .text))
    let due = Field<Day?>("due", .formula("founded + 30", as: .date))
    let half = Field<Decimal?>("half", .formula("employees / 2", as: .decimal(places: 1)))
    let orders = Field<Int64?>("orders", .rollUp(.count, of: "order", by: "firm", as: .integer))
    let openOrders = Field<Int64?>(
        "openOrders", .rollUp(.count, of: "order", by: "firm", where: Order.rule { $0.isPaid == false }, as: .integer))
    let total = Field<Money?>("total", .rollUp(.sum, of: "order", by: "firm", field: "amount", as: .money))
    let least = Field<Int64?>("least", .rollUp(.minimum, of: "order", by: "firm", field: "pieces", as: .integer))
    let latest = Field<Day?>("latest", .rollUp(.maximum, of: "order", by: "firm", field: "placed", as: .date))
    /// Over roll-ups: true only when it is computed again after them.
    let load = Field<Decimal?>("load", .formula("orders * 10 + openOrders", as: .decimal(places: 0)))

    static let schema = Schema<Firm>(
        plural: "firms", title: \.title, .owned, .root,
        .mergeable(Survivorship(groups: [.init(["identity", "isKey"], [.verified(by: "isKey"), .filled, .newer])])))
}

/// Its name is a word of SQL.
struct Order: Entity {
    let title = Field<String>("name", .text(80), .searched)
    let firm = Field<Reference<Firm>?>("firm", .reference())
    let amount = Field<Money?>("amount", .money)
    let pieces = Field<Int64?>("pieces", .integer)
    let placed = Field<Day?>("placed", .date)
    let isPaid = Field<Bool>("isPaid", .flag, standard: false)

    static let schema = Schema<Order>(plural: "orders", title: \.title, .child(of: "firm"))
}

extension Entity {
    static var definition: EntityDefinition { schema.definition }
}
