import Engine
import Kernel

extension CustomerRelation {
    static let endpoints: [Endpoint] = [
        .reading(
            "customerGraph", "customers/{id}/graph",
            takes: [
                FieldDefinition("depth", IntegerKind(RelationGraph.depths), standard: .integer(1)),
                FieldDefinition("types", ChoicesKind(Tie.options)), FieldDefinition("on", DayKind()),
                FieldDefinition("past", FlagKind(), standard: .flag(false)),
            ],
            answers: RelationGraph.schema, isHeavy: true
        ) { call, reader in
            guard let id = call.record, case .integer(let depth) = call["depth"] else { throw Refusal.notFound(entity: Customer.name, id: "") }
            var day = reader.moment.today
            if case .day(let given) = call["on"] { day = given }
            let ties = call["types"].list.compactMap { $0.text.flatMap(Tie.init(rawValue:)) }
            let graph = try RelationGraph(
                around: id, reader, depth: Int(depth), ties: ties, day: day, includesPast: call["past"] == .flag(true))
            return graph.json(call.catalogue.texts, call.language)
        },
        .reading("customerGroup", "customers/{id}/group", answers: GroupTotals.schema, isHeavy: true) { call, reader in
            guard let id = call.record else { throw Refusal.notFound(entity: Customer.name, id: "") }
            return try GroupTotals(of: id, reader).json(call.catalogue.texts, call.language)
        },
    ]
}
