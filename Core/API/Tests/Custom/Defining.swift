import HTTPTypes
import Kernel
import Testing

/// What an administrator's pages would send.
extension Caller {
    @discardableResult
    func define(field key: String, of entity: String, _ kind: String, _ more: [String: JSON] = [:]) async throws -> String {
        let values: [String: JSON] = [
            "entity": .string(entity), "key": .string(key), "kind": .string(kind), "name": .string("字段 \(key)"), "nameEnglish": .string("Field \(key)"),
        ]
        let answer = try await post("/api/v1/custom-fields", .object(values.merging(more) { _, new in new }))
        #expect(answer.status == 201, "\(key): \(answer.text)")
        return answer.id
    }

    @discardableResult
    func define(entity key: String, _ more: [String: JSON] = [:]) async throws -> String {
        let answer = try await post("/api/v1/custom-entities", .object((["key": .string(key), "name": .string("对象 \(key)")] as [String: JSON]).merging(more) { _, new in new }))
        #expect(answer.status == 201, "\(key): \(answer.text)")
        return answer.id
    }

    @discardableResult
    func define(option key: String, of field: String, _ entity: String, _ more: [String: JSON] = [:]) async throws -> String {
        let values: [String: JSON] = ["entity": .string(entity), "field": .string(field), "key": .string(key), "name": .string("选项 \(key)")]
        let answer = try await post("/api/v1/custom-options", .object(values.merging(more) { _, new in new }))
        #expect(answer.status == 201, "\(key): \(answer.text)")
        return answer.id
    }

    func metadata(_ entity: String) async throws -> JSON {
        try await get("/api/v1/metadata").json["entities"]?.array?.first { $0["name"]?.string == entity } ?? .null
    }

    func metadata(_ entity: String, field key: String) async throws -> JSON {
        try await metadata(entity)["fields"]?.array?.first { $0["key"]?.string == key } ?? .null
    }

    func names(_ address: String) async throws -> [String] {
        let answer = try await get(address)
        #expect(answer.status == 200, "\(address) \(answer.text)")
        return answer.data.compactMap { $0["name"]?.string }
    }

    func importFile(_ entity: String, _ lines: String...) async throws -> Answer {
        try await send(.post, "/api/v1/imports?entity=\(entity)", bytes: Array(lines.joined(separator: "\n").utf8), [.contentType: "text/csv"])
    }
}
