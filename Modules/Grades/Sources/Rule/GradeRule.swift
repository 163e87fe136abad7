public import Customers
public import Engine
public import Kernel

/// How customers of some kinds, in some part of the company, come to their grade.
public struct GradeRule: Entity {
    public let title = Field<String>("name", .text(80), .listed, .searched)
    public let isActive = Field<Bool>("isActive", .flag, .listed, standard: false)
    /// Of several rules that fit a customer, the one with the lowest number counts.
    public let priority = Field<Int64>("priority", .integer(0...9_999), .listed, standard: 100)
    /// None means all kinds.
    public let kinds = Field<[Customer.Kind]>("kinds", .choices(), .listed)
    /// With all units below; none means everywhere.
    public let scopeUnit = Field<Reference<OrgUnit>?>("scopeUnit", .reference(), .listed)
    public let since = Field<Day?>("since", .date)
    public let until = Field<Day?>("until", .date)
    public let mode = Field<Mode>("mode", .choice, .listed, standard: .points)
    /// What points are given for; see `docs/grades.md`.
    public let criteria = Field<Document>("criteria", .json, standard: Document([]))
    /// From the best grade to the last: from how many points on, or on what condition.
    public let grades = Field<Document>("grades", .json, standard: Document([]))
    /// So many days a better grade is kept once its ground is gone.
    public let graceDays = Field<Int64>("graceDays", .integer(0...3_650), standard: 0)
    /// `{"vip": ["<id of a role>"]}`: who may set that grade by hand; where nothing is said, whoever may write the field.
    public let authority = Field<Document>("authority", .json, standard: Document([:]))
    public let notes = Field<String?>("notes", .longText)

    public enum Mode: String, Choice {
        case points, conditions
        public var colour: Option.Colour { self == .points ? .blue : .teal }
    }

    public static let schema = Schema<GradeRule>(
        plural: "grade-rules", title: \.title, icon: "workspace_premium", .administered, .open,
        sections: [
            .section("main", \.title, \.isActive, \.priority, \.kinds, \.scopeUnit, \.since, \.until), .section("rule", \.mode, \.criteria, \.grades),
            .section("change", \.graceDays, \.authority, \.notes),
        ],
        facts: [\.priority, \.scopeUnit], chips: [\.isActive, \.mode])
    public init() {}
}

extension GradeRule {
    /// Only what can be calculated is kept: a slip is told while it can be mended.
    static let hooks: [Hook] = [
        .beforeSaving(GradeRule.self) { rule, saving in
            if let since = rule[\.since], let until = rule[\.until], until < since { throw Invalid("until", .outOfOrder) }
            _ = try Grading.Basis(rule, saving.door.catalogue)
            try rule.checkAuthority(saving.door.reader)
        }
    ]
}

extension Record<GradeRule> {
    /// Grades with the roles that may set them by hand.
    var authorities: [String: [RecordID]] {
        (self[\.authority].json.object ?? [:]).mapValues { roles in (roles.array ?? []).compactMap { $0.string.flatMap { RecordID($0) } } }
    }

    fileprivate func checkAuthority(_ reader: Reader) throws {
        guard let members = self[\.authority].json.object else { throw Invalid("authority", .wrongType, ["expected": "object"]) }
        let grades = Grading.options(reader.catalogue)
        for (grade, roles) in members.sorted(by: { $0.key < $1.key }) {
            let place = "authority.\(grade.prefix(60))"
            guard grades.contains(grade) else { throw Invalid("authority", .unknownOption, ["option": String(grade.prefix(60))]) }
            guard let roles = roles.array, roles.count <= 50 else { throw Invalid(place, .wrongType, ["expected": "list"]) }
            for role in roles {
                guard let id = role.string.flatMap({ RecordID($0) }), try reader.find(Role.self, id) != nil else {
                    throw Invalid(place, .notFound, ["id": String((role.string ?? role.text).prefix(40))])
                }
            }
        }
    }
}
