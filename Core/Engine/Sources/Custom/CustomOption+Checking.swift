import Kernel
import Store

extension Record<CustomOption> {
    /// Refuses what would not make a good option, with every reason.
    func check(_ drafting: Drafting) throws {
        if let problem = drafting.problem(entity: self[\.entity]) { throw Invalid([problem.on("entity")]) }
        guard let entity = drafting.catalogue[self[\.entity]] else { return }
        guard let field = entity[self[\.field]], !field.traits.contains(.secret) else {
            throw Invalid("field", .unknownField, ["field": self[\.field]])
        }
        guard let options = (field.kind as? ChoiceKind)?.options ?? (field.kind as? ChoicesKind)?.options else {
            throw Invalid("field", .unfit, ["expected": field.kind.name])
        }
        var problems: [FieldProblem] = []
        if drafting.before == nil {
            let builtIn = field.traits.contains(.custom) ? nil : field
            if let problem = CustomKey.problem(option: self[\.key], ofBuiltIn: builtIn, options) {
                problems.append(problem.on("key"))
            } else if options.contains(where: { $0.key == self[\.key] }) {
                problems.append(ValueProblem(.taken, ["value": self[\.key]]).on("key"))
            }
            let count = drafting.others.options.count { $0[\.entity] == entity.name && $0[\.field] == field.key }
            if count >= CustomOption.maximumPerField {
                problems.append(ValueProblem(.tooMany, ["max": String(CustomOption.maximumPerField)]).on("key"))
            }
        }
        problems += underProblems((field.kind as? ChoiceKind)?.controller.flatMap { entity[$0]?.kind as? ChoiceKind })
        func labels(_ language: Language) -> [String] {
            options.map { drafting.catalogue.texts.text("option.\(entity.name).\(field.key).\($0.key)", language) }
        }
        problems += [
            drafting.problem(label: self[\.title], among: labels(.chinese))?.on("name"),
            drafting.problem(label: self[\.nameEnglish], among: labels(.english))?.on("nameEnglish"),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    /// - Parameter controller: the choice that the option's own depends on.
    private func underProblems(_ controller: ChoiceKind?) -> [FieldProblem] {
        guard let json = self[\.under]?.json, json != .null, json != [] else { return [] }
        guard let controller else { return [ValueProblem(.unfit, ["expected": "choice"]).on("under")] }
        guard let keys = json.array?.map(\.string), !keys.contains(nil) else { return [ValueProblem(.wrongType, ["expected": "list"]).on("under")] }
        if Set(keys).count != keys.count { return [ValueProblem(.repeated).on("under")] }
        let unknown = keys.compactMap(\.self).filter { key in !controller.options.contains { $0.key == key } }
        return unknown.prefix(1).map { ValueProblem(.unknownOption, ["option": String($0.prefix(60))]).on("under") }
    }

    /// For good only when no record has it and no other option depends on it.
    func refusePurge(_ drafting: Drafting) throws {
        let isNamed = drafting.others.options.contains { other in
            let field = drafting.catalogue[other[\.entity]]?[other[\.field]]
            return other[\.entity] == self[\.entity] && (field?.kind as? ChoiceKind)?.controller == self[\.field] && other.under.contains(self[\.key])
        }
        guard !isNamed else { throw Refusal.stillUsed(entity: CustomOption.name, id: id) }
        guard let entity = drafting.catalogue[self[\.entity]], let field = entity[self[\.field]], let column = field.columns.first else { return }
        let having: SQL
        if field.kind is ChoicesKind {
            let mark = "|\(self[\.key])|"
            having = SQL.perDialect(sqlite: "instr(\(name: column), \(mark)) > 0", postgres: "strpos(\(name: column), \(mark)) > 0")
        } else {
            having = "\(name: column) = \(self[\.key])"
        }
        let count = try drafting.door.session.first("SELECT COUNT(*) FROM \(name: entity.table) WHERE \(having)")?[0].integer ?? 0
        guard count == 0 else { throw Refusal.holdsData(entity: CustomOption.name, count: count) }
    }
}
