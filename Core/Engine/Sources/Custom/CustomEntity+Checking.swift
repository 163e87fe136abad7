import Kernel
import Store

extension Record<CustomEntity> {
    /// Refuses what would not make a good entity, with every reason.
    func check(_ drafting: Drafting) throws {
        var problems: [FieldProblem] = []
        let key = self[\.key]
        if drafting.before == nil {
            if let problem = CustomKey.problem(key, longest: CustomKey.longestEntity) {
                problems.append(problem.on("key"))
            } else if drafting.catalogue[key] != nil {
                problems.append(ValueProblem(.taken, ["value": key]).on("key"))
            }
            if drafting.others.entities.count >= CustomEntity.maximum {
                problems.append(ValueProblem(.tooMany, ["max": String(CustomEntity.maximum)]).on("key"))
            }
        }
        if let rule = self[\.numbering], NumberRule(rule) == nil { problems.append(ValueProblem(.badFormula, ["formula": rule]).on("numbering")) }
        if self[\.numbering] == nil, drafting.before?["numbering"]?.isEmpty == false { problems.append(ValueProblem(.fixed).on("numbering")) }
        problems += labelProblems(drafting)
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    private func labelProblems(_ drafting: Drafting) -> [FieldProblem] {
        let names = drafting.catalogue.entities.map { "entity." + $0.name }
        func labels(_ language: Language) -> [String] { names.map { drafting.catalogue.texts.text($0, language) } }
        return [
            drafting.problem(label: self[\.title], among: labels(.chinese))?.on("name"),
            drafting.problem(label: self[\.nameEnglish], among: labels(.english))?.on("nameEnglish"),
        ].compactMap(\.self)
    }

    /// For good only when it is empty and nothing leans on it.
    func refusePurge(_ drafting: Drafting) throws {
        let key = self[\.key]
        let leaning = drafting.others.fields.contains { $0[\.entity] == key || $0[\.target] == key }
            || drafting.others.options.contains { $0[\.entity] == key }
        guard !leaning else { throw Refusal.stillUsed(entity: CustomEntity.name, id: id) }
        let entity = definition([])
        let count = try drafting.door.session.first("SELECT COUNT(*) FROM \(name: entity.table)")?[0].integer ?? 0
        guard count == 0 else { throw Refusal.holdsData(entity: CustomEntity.name, count: count) }
    }
}
