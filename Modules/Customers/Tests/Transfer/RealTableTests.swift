import Customers
@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Tables of other systems, whole: how many rows are read, how many taken, and why the others are not.
@Suite struct RealTableTests {
    @Test("Northwind's 830 orders find their customers and employees, and 2,155 lines their orders and products", arguments: Dialect.allCases)
    func northwind(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let engine = made.engine
            try await engine.define("x_product", ["x_number": ("text", ["isUnique": .flag(true)]), "x_price": ("decimal", ["places": .integer(8)])])
            try await engine.define("x_order", [
                "x_customer": ("reference", ["target": .text("customer")]), "x_employee": ("reference", ["target": .text("user")]),
                "x_ordered": ("date", [:]), "x_shipped": ("date", [:]), "x_freight": ("decimal", ["places": .integer(8)]),
            ])
            try await engine.define("x_item", [
                "x_order": ("reference", ["target": .text("x_order"), "isLine": .flag(true)]), "x_product": ("reference", ["target": .text("x_product")]),
                "x_quantity": ("integer", [:]), "x_price": ("decimal", ["places": .integer(8)]), "x_discount": ("decimal", ["places": .integer(8)]),
            ])

            let customers = try await engine.loadShared("crm/northwind/customers.csv", [
                "entity": "customer", "defaults": ["kind": "organisation"],
                "columns": ["customer_id": "externalCode", "company_name": "name", "address": "address.street", "city": "address.city", "phone": "phone"],
            ])
            let supplied: [String: JSON] = ["company_name": "name", "country": "address.country", "phone": "phone"]
            let supplier: [String: JSON] = [
                "entity": "customer", "defaults": ["kind": "organisation", "roles": ["supplier"]],
                "columns": .object(supplied.merging(["homepage": "website"]) { own, _ in own }),
                "children": [["entity": "contact", "columns": ["contact_name": "name", "contact_title": "position"]]],
            ]
            let suppliers = try await engine.loadShared("crm/northwind/suppliers.csv", .object(supplier))
            let otherSuppliers = try await engine.load(
                Array(try await engine.refused(suppliers.id).utf8), named: "r.csv", .object(supplier.merging(["columns": .object(supplied)]) { _, new in new }))
            let employees = try await engine.loadShared("crm/northwind/employees.csv", [
                "entity": "user", "columns": ["employee_id": "login", "last_name": "name", "first_name": "name"],
            ])
            let products = try await engine.loadShared("crm/northwind/products.csv", [
                "entity": "x_product", "columns": ["product_id": "x_number", "product_name": "name", "unit_price": "x_price"],
            ])
            let order: JSON = [
                "entity": "x_order",
                "columns": [
                    "order_id": "name", "customer_id": ["field": "x_customer", "by": "externalCode"], "employee_id": ["field": "x_employee", "by": "login"],
                    "order_date": "x_ordered", "shipped_date": "x_shipped", "freight": "x_freight",
                ],
            ]
            let orders = try await engine.loadShared("crm/northwind/orders.csv", order)
            let otherOrders = try await engine.load(Self.rounded(try await engine.refused(orders.id)), named: "r.csv", order)
            let item: JSON = [
                "entity": "x_item", "defaults": ["name": "-"],
                "columns": [
                    "order_id": ["field": "x_order", "by": "name"], "product_id": ["field": "x_product", "by": "x_number"],
                    "unit_price": "x_price", "quantity": "x_quantity", "discount": "x_discount",
                ],
            ]
            let items = try await engine.loadShared("crm/northwind/order_details.csv", item)
            let otherItems = try await engine.load(Self.rounded(try await engine.refused(items.id)), named: "r.csv", item)

            #expect(customers.summary == "91 rows, 91 created, 0 refused")
            // What Access kept as a link is no address: those rows go in without it.
            #expect(suppliers.summary == "29 rows, 24 created, 5 refused" && suppliers.reasonCounts == ["website:badURL": 5], "\(suppliers.json.text)")
            #expect(otherSuppliers.summary == "5 rows, 5 created, 0 refused", "\(otherSuppliers.json.text)")
            #expect(employees.summary == "9 rows, 9 created, 0 refused")
            #expect(products.summary == "77 rows, 77 created, 0 refused")
            // Numbers such as 0.150000006 have lost their last digits in the other database: refused, and rounded by whoever mends them.
            #expect(orders.summary == "830 rows, 808 created, 22 refused" && orders.reasonCounts == ["x_freight:tooManyPlaces": 22], "\(orders.json.text)")
            #expect(otherOrders.summary == "22 rows, 22 created, 0 refused", "\(otherOrders.json.text)")
            #expect(items.rows == 2155 && items.created + items.refused == 2155 && Set(items.reasonCounts.keys) == ["x_discount:tooManyPlaces"], "\(items.json.text)")
            #expect(items.created + otherItems.created == 2155 && otherItems.refused == 0, "\(items.json.text) \(otherItems.json.text)")
            let quick = try await engine.number(of: "x_item", where: .compare(["x_order", "x_customer", "externalCode"], .equal, .text("QUICK")))
            #expect(quick == 86)
            let unshipped = try await engine.number(of: "x_order", where: .empty(["x_shipped"]))
            #expect(unshipped == 21)
        }
    }

    /// Refused rows with what databases made of short decimals rounded.
    private static func rounded(_ refused: String) throws -> [UInt8] {
        var reader = CSVReader(), writer = CSVWriter()
        for row in reader.feed(Array(refused.utf8)) + reader.finish() {
            writer.write(try row.get().fields.map { cell in
                guard let number = Double(cell), cell.contains("."), cell.count > 7 else { return cell }
                return String(format: "%.2f", number)
            })
        }
        return writer.take()
    }

    @Test("Maven's 8,800 opportunities find accounts and products by name; 1,425 have no account, and 'GTXPro' is told what it means", arguments: Dialect.allCases)
    func maven(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let engine = made.engine, archive = "crm/maven_crm_sales_opportunities.zip"
            try await engine.define("x_product", ["x_price": ("integer", [:])])
            try await engine.define("x_deal", [
                "x_account": ("reference", ["target": .text("customer")]), "x_product": ("reference", ["target": .text("x_product")]),
                "x_agent": ("text", [:]), "x_stage": ("text", ["isIndexed": .flag(true)]), "x_closed": ("date", [:]), "x_value": ("integer", [:]),
            ])
            let accounts: JSON = ["entity": "customer", "defaults": ["kind": "organisation"], "columns": ["account": "name", "employees": "employees"]]
            let deals: [String: JSON] = [
                "entity": "x_deal", "mode": "both", "match": ["name"],
                "columns": [
                    "opportunity_id": "name", "sales_agent": "x_agent", "product": ["field": "x_product", "by": "name"], "deal_stage": "x_stage",
                    "account": ["field": "x_account", "by": "name"], "close_date": "x_closed", "close_value": "x_value",
                ],
            ]
            func table(_ name: String) throws -> [UInt8] { try Files.unzipped(archive, member: "*/\(name).csv") }

            let firms = try await engine.load(table("accounts"), named: "a.csv", accounts)
            let products = try await engine.load(table("products"), named: "p.csv", ["entity": "x_product", "columns": ["product": "name", "sales_price": "x_price"]])
            let first = try await engine.load(table("sales_pipeline"), named: "d.csv", .object(deals))
            // Said once what the word means, the refused rows go in as they are.
            let mended = deals.merging(["values": ["x_product": ["GTXPro": "GTX Pro"]]]) { _, new in new }
            let second = try await engine.load(Array(try await engine.refused(first.id).utf8), named: "r.csv", .object(mended))

            #expect(firms.summary == "85 rows, 85 created, 0 refused" && products.summary == "7 rows, 7 created, 0 refused")
            #expect(first.summary == "8800 rows, 7320 created, 1480 refused", "\(first.json.text)")
            #expect(first.reasonCounts == ["x_product:notFound": 1480])
            #expect(second.summary == "1480 rows, 1480 created, 0 refused", "\(second.json.text)")
            #expect(try await engine.number(of: "x_deal", where: .empty(["x_account"])) == 1_425)
            #expect(try await engine.number(of: "x_deal", where: .compare(["x_stage"], .equal, .text("Won"))) == 4_238)
        }
    }

    @Test("Records of linkage with slips of every sort are taken, but for days that never were and people without a name", arguments: [
        ("linkage/febrl_3.csv", "5000 rows, 4959 created, 41 refused", ["birthday:badDate": 35, "name:required": 6]),
        ("linkage/febrl_4a.csv", "5000 rows, 4999 created, 1 refused", ["name:required": 1]),
        ("linkage/febrl_4b.csv", "5000 rows, 4934 created, 66 refused", ["birthday:badDate": 64, "name:required": 2]),
    ] as [(String, String, [String: Int])])
    func linkage(_ file: String, _ summary: String, _ reasons: [String: Int]) async throws {
        try await withEngine(.sqlite, modules: [Customers()]) { made in
            let result = try await made.engine.loadShared(file, [
                "entity": "customer", "defaults": ["kind": "person"],
                "columns": [
                    "rec_id": "externalCode", "given_name": "name", "surname": "name", "street_number": "address.street", "address_1": "address.street",
                    "address_2": "address.street", "suburb": "address.city", "postcode": "address.postcode", "state": "address.province",
                    "date_of_birth": "birthday", "soc_sec_id": nil,
                ],
            ])

            #expect(result.summary == summary)
            #expect(result.reasonCounts == reasons)
        }
    }

    @Test("Dreamhouse's trees come as JSON Lines, houses with the brokers that they name", arguments: Dialect.allCases)
    func dreamhouse(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let engine = made.engine
            try await engine.define("x_house", ["x_broker": ("reference", ["target": .text("customer")]), "x_price": ("money", [:]), "x_beds": ("integer", [:])])
            let person: JSON = ["kind": "person"]

            let contacts = try await engine.load(Self.lines("contacts"), named: "a.jsonl", [
                "entity": "customer", "defaults": person, "columns": ["FirstName": "name", "LastName": "name", "Phone": "phone", "Email": "mail"],
            ])
            let brokers = try await engine.load(Self.lines("brokers"), named: "b.jsonl", [
                "entity": "customer", "defaults": person,
                "columns": ["Name": "name", "attributes.referenceId": "externalCode", "Mobile_Phone__c": "phone", "Email__c": "mail", "Picture__c": "website"],
            ])
            let houses = try await engine.load(Self.lines("properties"), named: "h.jsonl", [
                "entity": "x_house",
                "columns": ["Name": "name", "Broker__c": ["field": "x_broker", "by": "externalCode"], "Price__c": "x_price", "Beds__c": "x_beds"],
            ])

            #expect(contacts.summary == "5 rows, 5 created, 0 refused", "\(contacts.json.text)")
            #expect(brokers.summary == "8 rows, 8 created, 0 refused", "\(brokers.json.text)")
            #expect(houses.summary == "12 rows, 12 created, 0 refused", "\(houses.json.text)")
        }
    }

    /// One object a line, without the `@` before the names of what they refer to: what a tree needs to become a table.
    private static func lines(_ name: String) throws -> [UInt8] {
        let tree = try JSON.parse(Files.shared("crm/salesforce_dreamhouse_\(name)-data.json"))
        return (tree["records"]?.array ?? []).flatMap { Array(($0.text.replacing("\"@", with: "\"") + "\n").utf8) }
    }

    @Test("Cards of ten exporters become people, one file after the other", arguments: Dialect.allCases)
    func cards(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { made in
            let columns: [String: JSON] = [
                "name": "name", "mobile": "mobile", "phone": "phone", "email": "mail", "address.country": "address.country",
                "address.province": "address.province", "address.city": "address.city", "address.street": "address.street",
                "address.postcode": "address.postcode", "notes": "notes",
            ]
            var summaries: [String: String] = [:], reasons: [String: Int] = [:], rows = 0, created = 0
            for archive in ["ez-vcard", "vobject"] {
                for file in try Files.untarred("corpora/\(archive).tar.gz") where file.pathExtension == "vcf" {
                    let result = try await made.engine.load(file, ["entity": "customer", "defaults": ["kind": "person"], "columns": .object(columns)])
                    rows += result.rows
                    created += result.created
                    reasons.merge(result.reasonCounts, uniquingKeysWith: +)
                    if result.refused > 0 { summaries[file.lastPathComponent] = result.summary }
                }
            }

            // Android's two have nothing but a number or a mail, Outlook's numbers are words.
            #expect(rows == 27 && created == 24, "\(summaries) \(reasons)")
            #expect(reasons == ["name:required": 2, "mobile:badPhone": 1, "phone:badPhone": 1])
        }
    }
}

extension Importer.Result {
    fileprivate var summary: String { "\(rows) rows, \(created) created, \(refused) refused" }

    fileprivate var reasonCounts: [String: Int] {
        Dictionary(uniqueKeysWithValues: (json["reasons"]?.array ?? []).map { reason in
            ("\(reason["field"]?.string ?? ""):\(reason["code"]?.string ?? "")", Int(reason["count"]?.integer ?? 0))
        })
    }
}

extension Engine {
    fileprivate func loadShared(_ path: String, _ mapping: JSON) async throws -> Importer.Result {
        try await load(Files.shared(path), named: "a.csv", mapping)
    }

    fileprivate func load(_ bytes: [UInt8], named name: String, _ mapping: JSON) async throws -> Importer.Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try await load(file, mapping)
    }

    /// Columns that the mapping does not name are left out.
    fileprivate func load(_ file: URL, _ mapping: JSON) async throws -> Importer.Result {
        let header = try ImportTableKind(file, named: file.lastPathComponent).open(file, TableReading([:]), most: .max).header
        var members = mapping.object ?? [:]
        let others = header.map { ($0.stripped, JSON.null) }
        members["columns"] = .object(Dictionary(uniqueKeysWithValues: others).merging(members["columns"]?.object ?? [:]) { _, named in named })
        return try await Importer(engine: self, actor: .system, mapping: ImportMapping(.object(members), catalogue, for: .system)).run(file: file)
    }

    fileprivate func number(of entity: String, where rule: Rule) async throws -> Int64 {
        let entity = try #require(catalogue[entity])
        return try await read(as: .system) { try $0.count(entity, where: rule) }
    }

    /// An entity made at run time, with its fields by key, in the order of their keys.
    fileprivate func define(_ key: String, _ fields: [String: (kind: String, more: Values)]) async throws {
        try await perform(.create(["key": .text(key), "name": .text(key)]), on: CustomEntity.schema.definition, as: .system)
        for (field, (kind, more)) in fields.sorted(by: { $0.key < $1.key }) {
            let values: Values = ["entity": .text(key), "key": .text(field), "name": .text(field), "kind": .text(kind)]
            try await perform(.create(values.merging(more) { _, new in new }), on: CustomField.schema.definition, as: .system)
        }
        try await keepUp()
    }
}
