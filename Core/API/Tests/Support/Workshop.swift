import Engine
import Foundation
import Kernel

/// A made-up module with a field of every kind.
struct Workshop: Module {
    let name = "Workshop"
    let entities = [
        Maker.schema.definition, Gadget.schema.definition, GadgetPart.schema.definition, Bill.schema.definition, BillLine.schema.definition,
    ]
    let actions = Gadget.actions
    let endpoints: [Endpoint] = Self.endpoints
    let texts: URL?

    init() throws { texts = try WorkshopTexts.folder.get() }
}

struct Maker: Entity {
    let title = Field<String>("name", .text(40), .listed, .searched, .unique)
    let city = Field<String?>("city", .text(40))
    static let schema = Schema<Maker>(plural: "makers", title: \.title, .administered)
}

struct Gadget: Entity {
    let code = Field<String>("code", .text(40), .listed, .searched, .unique, .fixed, .numbered("G{seq:6}"))
    let title = Field<String>("name", .text(20), .listed, .searched, .indexed)
    let grade = Field<Grade?>("grade", .choice, .listed)
    let tags = Field<[Grade]>("tags", .choices())
    let amount = Field<Int64?>("amount", .integer)
    let weight = Field<Decimal?>("weight", .decimal(places: 2))
    let share = Field<Decimal?>("share", .percent)
    let price = Field<Money?>("price", .money)
    let isActive = Field<Bool>("isActive", .flag, standard: true)
    let madeOn = Field<Day?>("madeOn", .date)
    let soldAt = Field<Instant?>("soldAt", .dateTime)
    let maker = Field<Reference<Maker>?>("maker", .reference())
    let helpers = Field<[Reference<Maker>]>("helpers", .references())
    let mail = Field<String?>("mail", .mail)
    let phone = Field<String?>("phone", .phone, .searched)
    let website = Field<String?>("website", .url)
    let passport = Field<String?>("passport", .identityNumber)
    let address = Field<Address?>("address", .address)
    let notes = Field<String?>("notes", .longText)
    let story = Field<String?>("story", .richText)
    let files = Field<Document?>("files", .attachments)
    let extra = Field<Document?>("extra", .json)
    let double = Field<Int64?>("double", .formula("amount * 2", as: .integer))
    let partCount = Field<Int64?>("partCount", .rollUp(.count, of: "gadgetPart", by: "gadget", as: .integer))
    let key = Field<String?>("key", .text(40), .secret, .system)

    enum Grade: String, Choice { case a, b, c }

    static let schema = Schema<Gadget>(plural: "gadgets", title: \.title, .owned, .root, .mergeable(.standard))

    static let actions = [
        Action("retire", on: Gadget.self, when: Gadget.rule { $0.isActive == true }) { gadget, _ in gadget[\.isActive] = false },
        Action(
            "regrade", on: Gadget.self, parameters: [FieldDefinition("grade", ChoiceKind(Grade.options), isRequired: true)]
        ) { gadget, call in
            gadget[\.grade] = Grade(call["grade"])
        },
    ]
}

struct GadgetPart: Entity {
    let title = Field<String>("name", .text(40), .listed)
    let gadget = Field<Reference<Gadget>>("gadget", .reference(), .listed)
    static let schema = Schema<GadgetPart>(plural: "gadget-parts", title: \.title, .owned, .child(of: "gadget"))
}

/// The module's texts, in a folder that they are read from.
enum WorkshopTexts {
    /// One for all tests of a run, not one for each.
    static let folder = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guanxi-workshop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for language in Language.allCases {
            let data = try JSONEncoder().encode(texts(language))
            try data.write(to: folder.appending(path: "\(language.rawValue).json"), options: .atomic)
        }
        return folder
    }

    private static func texts(_ language: Language) -> [String: String] {
        var texts: [String: String] = [:]
        let all = [labels, BillLine.labels, Workshop.endpointLabels].flatMap(\.self)
        for (key, both) in all { texts[key] = language == .chinese ? both.0 : both.1 }
        let common = Set(Maker.schema.definition.fields.map(\.key) + [Common.owner, Common.unit])
        for key in Gadget.schema.definition.fields.map(\.key) where !common.contains(key) {
            texts["field.gadget.\(key)"] = language == .chinese ? "字段 \(key)" : "Field \(key)"
        }
        return texts
    }

    private static let labels: [String: (String, String)] = [
        "entity.maker": ("厂家", "Maker"), "entity.maker.plural": ("厂家", "Makers"), "field.maker.name": ("名称", "Name"),
        "field.maker.city": ("城市", "City"),
        "entity.gadget": ("小玩意", "Gadget"), "entity.gadget.plural": ("小玩意", "Gadgets"), "field.gadget.name": ("名称", "Name"),
        "field.gadget.address": ("地址", "Address"),
        "option.gadget.grade.a": ("甲", "First"), "option.gadget.grade.b": ("乙", "Second"), "option.gadget.grade.c": ("丙", "Third"),
        "option.gadget.tags.a": ("甲", "First"), "option.gadget.tags.b": ("乙", "Second"), "option.gadget.tags.c": ("丙", "Third"),
        "action.gadget.retire": ("停用", "Retire"), "action.gadget.regrade": ("改级", "Regrade"),
        "parameter.gadget.regrade.grade": ("新等级", "New grade"),
        "entity.gadgetPart": ("零件", "Part"), "entity.gadgetPart.plural": ("零件", "Parts"), "field.gadgetPart.name": ("名称", "Name"),
        "field.gadgetPart.gadget": ("小玩意", "Gadget"),
    ]
}
