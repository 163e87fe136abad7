import Engine
import Foundation
import Kernel
import Store
import TestKit

/// Short ways to define things, as an administrator would.
extension Engine {
    @discardableResult
    func makeField(_ entity: String, _ key: String, _ kind: String, _ more: Values = [:]) async throws -> RecordID {
        let values: Values = ["entity": .text(entity), "key": .text(key), "name": .text("字段 \(key)"), "kind": .text(kind)]
        return try await perform(.create(values.merging(more) { _, new in new }), on: CustomField.definition, as: .system).id
    }

    @discardableResult
    func makeEntity(_ key: String, _ more: Values = [:]) async throws -> RecordID {
        let values: Values = ["key": .text(key), "name": .text("对象 \(key)")]
        return try await perform(.create(values.merging(more) { _, new in new }), on: CustomEntity.definition, as: .system).id
    }

    @discardableResult
    func makeOption(_ entity: String, _ field: String, _ key: String, _ more: Values = [:]) async throws -> RecordID {
        let values: Values = ["entity": .text(entity), "field": .text(field), "key": .text(key), "name": .text("选项 \(key)")]
        return try await perform(.create(values.merging(more) { _, new in new }), on: CustomOption.definition, as: .system).id
    }

    /// The entity as it is known now.
    func known(_ name: String) throws -> EntityDefinition {
        guard let entity = catalogue[name] else { throw Refusal.unknownResource(name) }
        return entity
    }

    /// What a list gives for these parameters, as an address would write them.
    func list(_ name: String, _ parameters: [(name: String, value: String)]) async throws -> [JSON] {
        let query = try ListQuery(parameters, on: known(name), catalogue, for: .system)
        let page = try await read(as: .system) { try $0.list(query) }
        return try JSON.parse(page.json)["data"]?.array ?? []
    }
}
