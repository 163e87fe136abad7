import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Files name customers by codes that they once had, or have elsewhere.
@Suite struct OldCodeTests {
    private func create<E: Entity>(_ type: E.Type, _ values: Values, _ made: TestEngine) async throws -> Record<E> {
        let id = try await made.engine.perform(.create(values), on: type.schema.definition, as: .system).id
        return try #require(try await made.engine.read(as: .system) { try $0.find(type, id) })
    }

    private func load(_ text: String, _ mapping: JSON, _ made: TestEngine) async throws -> JSON {
        let mapping = try ImportMapping(mapping, made.engine.catalogue, for: .system)
        return try await Importer(engine: made.engine, actor: .system, mapping: mapping).run(AsyncStream { pieces in
            pieces.yield(Array(text.utf8))
            pieces.finish()
        }).json
    }

    @Test("Rows with the code of a merged customer, or with that of another system, change the one that stayed", arguments: Dialect.allCases)
    func merged(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let survivor = try await create(Customer.self, ["name": .text("张三")], made), loser = try await create(Customer.self, ["name": .text("张叁")], made)
            let other = try await create(Customer.self, ["name": .text("李四")], made)
            for (customer, code, system) in [(other, "ERP-7", "erp"), (survivor, "TWICE", "erp"), (other, "TWICE", "crm")] {
                _ = try await create(CustomerCode.self, ["code": .text(code), "system": .text(system), "customer": .reference(customer.id)], made)
            }
            try await made.engine.write(as: .system) { _ = try $0.merge(MergeOrder(survivor: survivor.id, loser: loser.id), on: Customer.schema.definition) }

            let text = "号,城市\n\(loser[\.code]),深圳\nERP-7,广州\n\(survivor[\.code]),\nTWICE,北京\nNOBODY,北京\n"
            let result = try await load(text, ["entity": "customer", "mode": "update", "match": ["code"], "columns": ["号": "code", "城市": "address.city"]], made)

            #expect(result["updated"] == 2 && result["unchanged"] == 1 && result["refused"] == 2, "\(result)")
            #expect(Set((result["reasons"]?.array ?? []).compactMap { $0["code"]?.string }) == ["ambiguous", "notMatched"])
            func city(_ customer: Record<Customer>) async throws -> String? {
                try await made.engine.read(as: .system) { try $0.find(Customer.self, customer.id)?[\.address]?.city }
            }
            #expect(try await [city(survivor), city(other)] == ["深圳", "广州"])
            let code = try await made.engine.read(as: .system) { try $0.find(Customer.self, survivor.id)?[\.code] }
            #expect(code == survivor[\.code])
        }
    }

    @Test("A contact finds its customer by an old code; a customer who has the code itself goes before", arguments: Dialect.allCases)
    func references(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let one = try await create(Customer.self, ["name": .text("张三")], made), other = try await create(Customer.self, ["name": .text("李四")], made)
            _ = try await create(CustomerCode.self, ["code": .text("A/1"), "system": .text("erp"), "customer": .reference(one.id)], made)
            _ = try await create(CustomerCode.self, ["code": .text(other[\.code]), "system": .text("erp"), "customer": .reference(one.id)], made)

            let result = try await load("姓名,客户\n王,A/1\n赵,\(other[\.code])\n", ["entity": "contact", "columns": ["姓名": "name", "客户": "customer"]], made)

            #expect(result["created"] == 2, "\(result)")
            let contacts = try await made.engine.read(as: .system) { reader in
                try reader.firstIDs(Contact.schema.definition, where: .always, limit: 9).compactMap { try reader.find(Contact.self, $0) }
            }
            #expect(Dictionary(uniqueKeysWithValues: contacts.map { ($0[\.title], $0[\.customer].id) }) == ["王": one.id, "赵": other.id])
        }
    }

    @Test("An address in one column is taken apart by the table of divisions; what is not certain stays in the street", arguments: Dialect.allCases)
    func addresses(_ dialect: Dialect) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "divisions-\(UUID().uuidString).tsv")
        try "44\t广东省\n4403\t深圳市\n440305\t南山区\n440305007\t粤海街道\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try await withEngine(dialect, modules: [Customers()], divisions: file) { made in
            let text = "名称,地址,邮编\n甲,广东深圳南山粤海街道科技园1号,518057\n乙,某地某路2号,\n丙,\"1 Main Street, Springfield\",\n"
            for street in ["address", "address.street"] {
                let result = try await load(text, ["entity": "customer", "columns": ["名称": "name", "地址": .string(street), "邮编": "address.postcode"]], made)
                #expect(result["created"] == 3, "\(result)")
            }
            _ = try await load("名称,地址,市\n丁,深圳市南山区大道3号,广州市\n", ["entity": "customer", "columns": ["名称": "name", "地址": "address.street", "市": "address.city"]], made)

            let found = try await made.engine.read(as: .system) { reader in
                try reader.firstIDs(Customer.schema.definition, where: .always, limit: 9).compactMap { try reader.find(Customer.self, $0)?[\.address] }
            }
            let whole = Address(province: "广东省", city: "深圳市", district: "南山区", street: "粤海街道科技园1号", postcode: "518057")
            let others = [Address(street: "某地某路2号"), Address(street: "1 Main Street, Springfield")]
            // A city of its own was given: nothing is guessed.
            let wanted = [whole] + others + [whole] + others + [Address(city: "广州市", street: "深圳市南山区大道3号")]
            #expect(found.map(parts).sorted() == wanted.map(parts).sorted())
        }
    }

    /// Without the country, which some ways add.
    private func parts(_ address: Address) -> String {
        [address.province, address.city, address.district, address.street, address.postcode].map { $0 ?? "-" }.joined(separator: "|")
    }
}
