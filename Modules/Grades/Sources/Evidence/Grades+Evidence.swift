import Customers
import Engine
import Kernel

extension Grades {
    static let evidence = [
        Endpoint.reading("customerGrade", "customers/{id}/grade", answers: Shapes.grade) { call, reader in
            try Evidence(of: call.customer(reader), reader).json
        },
        // What a rule that is being written comes to for one customer.
        Endpoint.reading(
            "testGradeRule", "grade-rules/test", by: .post,
            takes: [
                FieldDefinition("mode", ChoiceKind(GradeRule.Mode.options), isRequired: true), FieldDefinition("criteria", JSONKind()),
                FieldDefinition("grades", JSONKind(), isRequired: true), FieldDefinition("customer", ReferenceKind(to: Customer.name), isRequired: true),
            ], answers: Shapes.calculation
        ) { call, reader in
            try reader.checkMayRule()
            func part(_ key: String) -> JSON { if case .json(let json) = call[key] { json } else { [] } }
            guard let mode = GradeRule.Mode(call["mode"]), let id = call["customer"].reference else { throw Invalid("mode", .required) }
            guard try reader.find(Customer.self, id) != nil else { throw Invalid("customer", .notFound, ["id": id.description]) }
            let basis = try Grading.Basis(mode: mode, criteria: part("criteria"), grades: part("grades"), reader.catalogue)
            return try Evidence.calculation(Grading(trying: basis), id, reader) ?? .null
        },
    ]
}

extension Grading {
    /// A rule that is only tried, for whomever it may be.
    init(trying basis: Basis) {
        self.init(id: RecordID(rawValue: 0), title: "", scope: .always, basis: basis, graceDays: 0, authority: [:])
    }
}

extension Reader {
    /// Throws unless the actor may make rules.
    func checkMayRule() throws { try engine.permissions.check(actor, may: .edit, catalogue.definition(GradeRule.self)) }
}

/// What the endpoints answer, for programs.
enum Shapes {
    static let text: JSON = ["type": ["string", "null"]]
    static let calculation: JSON = [
        "type": ["object", "null"],
        "properties": ["score": text, "grade": text, "criteria": ["type": "array", "items": ["type": "object"]], "grades": ["type": "array", "items": ["type": "object"]]],
    ]
    static let grade: JSON = [
        "type": "object",
        "properties": [
            "grade": text, "gradeScore": text, "gradeFrom": text, "gradeUntil": text, "gradeOverridden": ["type": "boolean"], "gradeReason": text,
            "gradePending": text, "gradePendingSince": text, "rule": ["type": ["object", "null"]], "calculation": calculation,
            "entitlements": ["type": "array", "items": ["type": "object"]], "settable": ["type": "array", "items": ["type": "string"]],
        ],
    ]
}
