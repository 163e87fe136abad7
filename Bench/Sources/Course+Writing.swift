import Customers
import Engine
import Foundation
import Kernel
import Store

/// Creates and edits: over HTTP, and side by side with an insert of the same row.
extension Course {
    func measureWrites(_ port: Int, _ figures: inout Figures) async throws {
        let (tokens, population) = try await withEngine(url) { engine, _ in
            let population = try await Population(engine)
            return (try await callers(engine, population), population)
        }
        let mark = UInt32.random(in: 0...0xFFFF_FFFF)
        let body = #"{"name":"宏途测试{n}","kind":"person","mobile":"138{n}","mail":"m{n}@example.com","externalCode":"B\#(mark)-{n}","sourceSystem":"bench"}"#
        let create = Load.Call(method: "POST", path: "/api/v1/customers", body: body)
        let edits = population.records.map { Load.Call(method: "PATCH", path: "/api/v1/customers/\($0)", body: #"{"notes":"{n}"}"#) }
        for (name, calls) in [("Create", [create]), ("Change of one field", edits)] {
            var row = Figures.Row(name: name)
            for (place, connections) in [1, 16].enumerated() {
                let first = Int(mark % 1_000) * 10_000 + place * 1_000_000
                let server = try load.run(calls, port: port, tokens: tokens, connections: connections, firstNumber: first)
                guard server.failures == 0 else { throw BenchError("\(server.failures) of \(server.requests) requests failed: \(name)") }
                row.results.append(Figures.Result(connections: connections, server: server, floor: nil))
                say("\(name), \(connections): \(Int(server.rate)) a second; p95 \(server.most.written(1)) ms")
            }
            figures.rows.append(row)
        }
    }

    /// The door against `INSERT` into the same table with the same indexes: no audit, no search, no event. Both in this process,
    /// one record a transaction, each acknowledged by the disk.
    func measureInserts(_ figures: inout Figures) async throws {
        let duration = Duration.seconds(load.seconds)
        let (made, template, customer) = try await withEngine(url) { engine, _ in
            guard let customer = engine.catalogue["customer"] else { throw BenchError("there are no customers") }
            let mark = Int64.random(in: 0..<1_000_000)
            let end = ContinuousClock.now + duration
            var made = 0, last = RecordID(rawValue: 0)
            while made < 100_000, .now < end {
                let values: Values = [
                    "name": .text("宏途测试\(made)"), "mobile": .text("+86139\(10_000_000 + made)"), "mail": .text("m\(made)@example.com"),
                    "externalCode": .text("I\(mark)-\(made)"), "sourceSystem": .text("bench"),
                ]
                last = try await engine.perform(.create(values), on: customer, as: .system).id
                made += 1
            }
            let id = last
            let columns = customer.fields.flatMap(\.columns).map(SQL.name).joined(by: ", ")
            let template = try await engine.database.read { session in
                try session.first("SELECT \(columns) FROM \(name: customer.table) WHERE id = \(id.rawValue)")?.cells ?? []
            }
            return (made, template, customer)
        }
        let names = customer.fields.flatMap(\.columns)
        guard let id = names.firstIndex(of: "id"), let code = names.firstIndex(of: "code"), let firstID = template[id].integer else {
            throw BenchError("a customer has no id or no code")
        }
        let columns = names.map(SQL.name).joined(by: ", ")
        let row: @Sendable (Int) -> SQL = { number in
            var cells = template
            cells[id] = .integer(firstID + 1 + Int64(number) << 22)
            cells[code] = .text("R\(firstID)-\(number)")
            return "INSERT INTO \(name: customer.table) (\(columns)) VALUES (\(SQL.list(cells)))"
        }
        let raw = try await floorSource().insert(100_000, for: duration, making: row)
        figures.creates = (made: Double(made) / duration.inSeconds, raw: Double(raw) / duration.inSeconds)
        say("Create through the door \(made) a run, raw inserts \(raw), ratio \((Double(made) / Double(raw)).written(2))")
    }
}
