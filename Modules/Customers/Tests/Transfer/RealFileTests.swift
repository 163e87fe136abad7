import Customers
import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Files of real companies, loaded, found, changed, saved and loaded again, on both engines.
@Suite struct RealFileTests {
    private static let northwindCustomers: JSON = [
        "entity": "customer", "mode": "both", "match": ["externalCode"],
        "defaults": ["kind": "organisation", "source": "importFile", "sourceSystem": "Northwind"],
        "columns": [
            "customer_id": "externalCode", "company_name": "name", "contact_name": nil, "contact_title": nil,
            "address": "address.street", "city": "address.city", "region": "address.province", "postal_code": "address.postcode",
            "country": "address.country", "phone": "phone", "fax": "fax",
        ],
    ]
    private static let northwindContacts: JSON = [
        "entity": "contact", "mode": "both", "match": ["customer", "name"], "defaults": ["isPrimary": true],
        "columns": [
            "customer_id": ["field": "customer", "by": "externalCode"], "company_name": nil, "contact_name": "name",
            "contact_title": "position", "address": nil, "city": nil, "region": nil, "postal_code": nil, "country": nil,
            "phone": "phone", "fax": nil,
        ],
    ]
    private static let mavenAccounts: JSON = [
        "entity": "customer", "mode": "both", "match": ["name"], "defaults": ["kind": "organisation"],
        "columns": [
            "account": "name", "sector": nil, "year_established": nil, "revenue": nil, "employees": "employees",
            "office_location": "address.country", "subsidiary_of": ["field": "parent", "by": "name"],
        ],
    ]

    @Test(arguments: Dialect.allCases)
    func `Northwind's 91 customers come with their contacts, and a second time change nothing`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let file = try Files.shared("crm/northwind/customers.csv")

            let customers = try await test.engine.load(file, Self.northwindCustomers)
            let contacts = try await test.engine.load(file, Self.northwindContacts)
            let again = try await test.engine.load(file, Self.northwindCustomers)

            #expect(customers.created == 91 && customers.refused == 0)
            #expect(contacts.created == 91 && contacts.refused == 0)
            #expect(again.created == 0 && again.updated == 0 && again.unchanged == 91)
            let counts = try await test.engine.read(as: .system) { reader in
                try reader.count(Customer.schema.definition, where: Customer.rule { $0.contactCount == 1 })
            }
            #expect(counts == 91)
            #expect(try await Set(test.engine.names(searching: "maison")) == ["Maison Dewey", "La maison d'Asie"])
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Northwind's customers and contacts come from one reading, with streets and cities in one address`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let file = try Files.shared("crm/northwind/customers.csv")
            var mapping = Self.northwindCustomers.object ?? [:], columns = mapping["columns"]?.object ?? [:]
            columns["address"] = "address"
            mapping["columns"] = .object(columns)
            mapping["children"] = [["entity": "contact", "match": ["name"], "columns": ["contact_name": "name", "contact_title": "position"]]]

            let result = try await test.engine.load(file, .object(mapping))
            let again = try await test.engine.load(file, .object(mapping))

            #expect(result.json["created"] == 91 && result.json["children"] == ["contact": ["created": 91, "updated": 0, "unchanged": 0]])
            #expect(again.json["unchanged"] == 91 && again.json["children"] == ["contact": ["created": 0, "updated": 0, "unchanged": 91]])
            let alfki = Customer.rule { $0.externalCode == "ALFKI" && $0.contactCount == 1 }
            let saved = try await test.engine.save(Customer.schema.definition, filter: alfki, fields: ["address"])
            #expect(saved.contains("Germany,,Berlin,,Obere Str. 57,12209"), "\(saved)")
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Maven's 85 accounts need a second run for the six whose parents stand further down`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let file = try Files.unzipped("crm/maven_crm_sales_opportunities.zip", member: "*accounts.csv")

            let first = try await test.engine.load(file, Self.mavenAccounts)
            let second = try await test.engine.load(try await test.engine.refused(first.id), Self.mavenAccounts)

            #expect(first.created == 79 && first.refused == 6)
            #expect(second.created == 6 && second.refused == 0)
        }
    }

    @Test(arguments: Dialect.allCases)
    func `Company names are found by characters, pinyin and initials`(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let names = String(decoding: try Files.gunzipped("cn/company_short_names.txt.gz"), as: UTF8.self)
                .split(whereSeparator: \.isNewline).dropFirst(3).prefix(3_000)
            let file = "name\n" + names.map { "\"\($0.replacing("\"", with: "\"\""))\"\n" }.joined()

            let result = try await test.engine.load(file, ["entity": "customer", "defaults": ["kind": "organisation"]])

            #expect(result.created == names.count)
            let sample = String(names.first { $0.count == 4 && $0.unicodeScalars.allSatisfy(\.properties.isIdeographic) } ?? "")
            for query in [sample, String(sample.suffix(2)), Pinyin.full(sample), Pinyin.initials(sample)] {
                #expect(try await test.engine.names(searching: query).contains(sample), "\(query)")
            }
        }
    }

    @Test(arguments: Dialect.allCases)
    func `What was exported and imported into an empty database is exported the same`(_ dialect: Dialect) async throws {
        let file = try Files.shared("crm/northwind/customers.csv")
        let first = try await withEngine(dialect, modules: [Customers()]) { test in
            _ = try await test.engine.load(file, Self.northwindCustomers)
            _ = try await test.engine.load(file, Self.northwindContacts)
            let entity = Customer.schema.definition
            let id = try await test.engine.read(as: .system) { try $0.firstID(entity, where: Customer.rule { $0.externalCode == "ALFKI" }) }
            let change = try Input.values(
                ["creditLimit": ["amount": "12345.60", "currency": "EUR"], "roles": ["customer", "partner"], "notes": "=1+1\n两行, \"引号\""],
                for: entity, as: .system)
            _ = try await test.engine.perform(.edit(try #require(id), change), on: entity, as: .system)
            return [try await test.engine.save(entity), try await test.engine.save(Contact.schema.definition)]
        }

        let second = try await withEngine(dialect, modules: [Customers()]) { test in
            let customers = try await test.engine.load(first[0], ["entity": "customer"])
            let contacts = try await test.engine.load(first[1], ["entity": "contact"])
            #expect(customers.refused == 0 && contacts.refused == 0)
            return [try await test.engine.save(Customer.schema.definition), try await test.engine.save(Contact.schema.definition)]
        }

        #expect(first == second)
    }
}
