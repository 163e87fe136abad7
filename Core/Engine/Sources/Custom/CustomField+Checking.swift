import Foundation
import Kernel
import Store

extension Record<CustomField> {
    /// Refuses what would not make a good field, with every reason.
    func check(_ drafting: Drafting) throws {
        if let problem = drafting.problem(entity: self[\.entity]) { throw Invalid([problem.on("entity")]) }
        guard let entity = drafting.catalogue[self[\.entity]] else { return }
        var problems = parameterProblems + useProblems
        if drafting.before == nil {
            problems += try keyProblems(entity, drafting)
            if self[\.isLine] { problems += try lineProblems(entity, drafting) }
        }
        problems += controllerProblems(entity, drafting)
        if let target = self[\.target], self[\.kind].isReference, drafting.catalogue[target] == nil {
            problems.append(ValueProblem(.unknownOption, ["option": target]).on("target"))
        }
        let options = drafting.others.options.filter { $0[\.entity] == self[\.entity] && $0[\.field] == self[\.key] }.map(\.option)
        problems += standardProblems(options) + labelProblems(entity, drafting)
        guard problems.isEmpty else { throw Invalid(problems) }
    }

    // MARK: - Key

    private func keyProblems(_ entity: EntityDefinition, _ drafting: Drafting) throws -> [FieldProblem] {
        let key = self[\.key]
        // The longest name is that of the index on a table of links; PostgreSQL takes 63 bytes.
        let longest = min(CustomKey.longestField, 63 - entity.table.utf8.count - "__".count - "_target".count)
        if let problem = CustomKey.problem(key, longest: longest) { return [problem.on("key")] }
        if entity[key] != nil { return [ValueProblem(.taken, ["value": key]).on("key")] }
        if let shape = try drafting.door.keptShape(of: key, of: entity.name), shape != self.shape {
            return [ValueProblem(.otherKind, ["kind": shape]).on("key")]
        }
        let columns = Set(definition([]).columns)
        if let other = entity.fields.first(where: { !columns.isDisjoint(with: $0.columns) }) {
            return [ValueProblem(.reserved, ["value": other.key]).on("key")]
        }
        let count = drafting.others.fields.count { $0[\.entity] == entity.name }
        guard count < CustomField.maximumPerEntity else {
            return [ValueProblem(.tooMany, ["max": String(CustomField.maximumPerEntity)]).on("key")]
        }
        return []
    }

    private func labelProblems(_ entity: EntityDefinition, _ drafting: Drafting) -> [FieldProblem] {
        let texts = drafting.catalogue.texts
        func labels(_ language: Language) -> [String] {
            entity.fields.filter { !$0.traits.contains(.secret) }.flatMap { field in
                ["field.\(entity.name).\(field.key)", "field.common.\(field.key)"].filter { texts.has($0, language) }.prefix(1)
                    .map { texts.text($0, language) }
            }
        }
        return [
            drafting.problem(label: self[\.title], among: labels(.chinese))?.on("name"),
            drafting.problem(label: self[\.nameEnglish], among: labels(.english))?.on("nameEnglish"),
        ].compactMap(\.self)
    }

    // MARK: - Parameters

    private var unfit: ValueProblem { ValueProblem(.unfit, ["expected": self[\.kind].rawValue]) }

    /// What the kind has no use for, and what it cannot work with.
    private var parameterProblems: [FieldProblem] {
        let kind = self[\.kind]
        var problems: [FieldProblem] = []
        if let length = self[\.maximumLength] {
            if !kind.isText {
                problems.append(unfit.on("maximumLength"))
            } else if length > kind.longest {
                problems.append(ValueProblem(.outOfRange, ["min": "1", "max": String(kind.longest)]).on("maximumLength"))
            }
        }
        for (key, bound) in [("minimum", self[\.minimum]), ("maximum", self[\.maximum])] {
            guard let bound else { continue }
            if !kind.isRanged { problems.append(unfit.on(key)) }
            if kind == .integer, bound.units(scale: 0) == nil { problems.append(ValueProblem(.tooManyPlaces, ["max": "0"]).on(key)) }
        }
        if let least = self[\.minimum], let most = self[\.maximum], least > most {
            problems.append(ValueProblem(.outOfRange, ["min": least.description, "max": "…"]).on("maximum"))
        }
        if kind == .percent, self[\.minimum] ?? 0 > self[\.maximum] ?? 100 {
            problems.append(ValueProblem(.outOfRange, ["min": "0", "max": "100"]).on("minimum"))
        }
        if self[\.places] != nil, kind != .decimal { problems.append(unfit.on("places")) }
        if let code = self[\.currency] {
            if kind != .money { problems.append(unfit.on("currency")) }
            if Currency(code) == nil { problems.append(ValueProblem(.unknownCurrency, ["currency": code]).on("currency")) }
        }
        if kind.isReference != (self[\.target] != nil) {
            problems.append((kind.isReference ? ValueProblem(.required) : unfit).on("target"))
        }
        return problems
    }

    /// What is to be a line must have been nothing else before: who sees its records is decided anew.
    private func lineProblems(_ entity: EntityDefinition, _ drafting: Drafting) throws -> [FieldProblem] {
        guard self[\.kind] == .reference else { return [unfit.on("isLine")] }
        let isFree = entity.traits.contains(.custom) && !entity.isLine && drafting.catalogue.lines(of: entity).isEmpty
        guard isFree else { return [ValueProblem(.noLine).on("isLine")] }
        let count = try drafting.door.session.first("SELECT COUNT(*) FROM \(name: entity.table)")?[0].integer ?? 0
        guard count == 0 else { return [ValueProblem(.hasRecords, ["count": String(count)]).on("isLine")] }
        guard let target = self[\.target].flatMap({ drafting.catalogue[$0] }) else { return [] }
        let reserved: Set<EntityTrait> = [.open, .administered]
        guard target.canHaveLines, target.name != entity.name, target.traits.isDisjoint(with: reserved) else { return [ValueProblem(.noHeader).on("target")] }
        let taken = drafting.catalogue.lines(of: target).contains { $0.linesKey == entity.linesKey } || target[entity.linesKey] != nil
        return taken ? [ValueProblem(.reserved, ["value": entity.linesKey]).on("target")] : []
    }

    /// A choice depends on another choice, and not on itself by way of others.
    private func controllerProblems(_ entity: EntityDefinition, _ drafting: Drafting) -> [FieldProblem] {
        guard let key = self[\.controlledBy] else { return [] }
        guard self[\.kind] == .choice else { return [unfit.on("controlledBy")] }
        var next: String? = key, seen: Set = [self[\.key]]
        guard entity[key]?.kind is ChoiceKind, key != self[\.key] else {
            return [ValueProblem(.unknownField, ["field": String(key.prefix(60))]).on("controlledBy")]
        }
        while let step = next {
            guard seen.insert(step).inserted else { return [ValueProblem(.notAllowed).on("controlledBy")] }
            next = (entity[step]?.kind as? ChoiceKind)?.controller
        }
        return []
    }

    private var useProblems: [FieldProblem] {
        let kind = self[\.kind]
        var problems: [FieldProblem] = []
        if self[\.isSearched], !kind.canBeSearched { problems.append(unfit.on("isSearched")) }
        if self[\.isUnique], !kind.canBeUnique { problems.append(unfit.on("isUnique")) }
        if self[\.isIndexed], !kind.canBeIndexed { problems.append(unfit.on("isIndexed")) }
        if self[\.isUnique] || self[\.isIndexed], kind == .text, self[\.maximumLength] ?? 200 > Int64(CustomField.Kind.longestIndexed) {
            let bounds = ["min": "1", "max": String(CustomField.Kind.longestIndexed)]
            problems.append(ValueProblem(.outOfRange, bounds).on("maximumLength"))
        }
        return problems
    }

    private func standardProblems(_ options: [Option]) -> [FieldProblem] {
        guard let json = self[\.standard]?.json, json != .null else { return [] }
        // The record could be gone tomorrow; and a second record could not be made with a value that only one may have.
        if self[\.kind].isReference || self[\.isUnique] { return [unfit.on("standard")] }
        do throws(ValueProblem) {
            _ = try kind(options).parse(json)
            return []
        } catch {
            return [error.on("standard")]
        }
    }

    // MARK: - The end

    /// For good only when no record has a value and no option is left.
    func refusePurge(_ drafting: Drafting) throws {
        let isNamed = drafting.others.options.contains { $0[\.entity] == self[\.entity] && $0[\.field] == self[\.key] }
            || drafting.others.fields.contains { $0[\.entity] == self[\.entity] && $0[\.controlledBy] == self[\.key] }
        guard !isNamed else {
            throw Refusal.stillUsed(entity: CustomField.name, id: id)
        }
        guard let entity = drafting.catalogue[self[\.entity]] else { return }
        let field = definition([]), session = drafting.door.session
        let counting: SQL
        if field.kind is ReferencesKind {
            counting = "SELECT COUNT(DISTINCT source_id) FROM \(name: entity.linkTable(field))"
        } else {
            let filled = field.columns.map { "\(name: $0) IS NOT NULL" as SQL }.joined(by: " OR ")
            counting = "SELECT COUNT(*) FROM \(name: entity.table) WHERE \(filled)"
        }
        let count = try session.first(counting)?[0].integer ?? 0
        guard count == 0 else { throw Refusal.holdsData(entity: CustomField.name, count: count) }
    }
}
