import Engine
import Foundation
import Kernel
import Store

/// Lists, single records, counts and searches, by an ordinary user.
extension Course {
    func measureReads(_ port: Int, _ figures: inout Figures) async throws {
        let (tokens, requests, population, customer, floor) = try await prepare()
        for (name, calls) in Self.searches(population) {
            figures.rows.append(try measure(name, calls, port, tokens, floor: nil))
        }
        let rows = try await Floor(requests, floor, customer).serving { floorPort in
            try compare(requests, port, floorPort, tokens[0])
            return try [("One record", Floor.Shape.record), ("List of 50, by owner and grade", .list), ("Count by grade", .count)].map { name, shape in
                try measure(name, requests.filter { $0.shape == shape }.map { Load.Call(path: $0.path) }, port, tokens, floor: floorPort)
            }
        }
        figures.rows = rows + figures.rows
    }

    /// Lets the engine answer every request once and notes what it runs for it.
    private func prepare() async throws -> ([String], [Floor.Request], Population, EntityDefinition, any FloorSource) {
        let (tokens, requests, population, customer) = try await withEngine(url, recording: true) { engine, recorder in
            let population = try await Population(engine)
            guard let recorder, let customer = engine.catalogue["customer"] else {
                throw BenchError("this is not the database of the made-up insurer")
            }
            let tokens = try await callers(engine, population), token = tokens[0]
            // As it is for all but the first request of a client: the server knows who asks, and looks only whether it is so still.
            _ = try await engine.accounts.actor(secret: token)
            guard let actor = engine.accounts.remembered(secret: token)?.actor else { throw BenchError("the token does not work") }
            func request(_ path: String, _ shape: Floor.Shape, given: [Int64: [String: [UInt8]]], next: String? = nil, _ body: @escaping @Sendable (Reader) throws -> Void) async throws -> Floor.Request {
                let statements = try await recorder.statements { try await engine.read(as: actor, body) }
                let tables = customer.fields.count { $0.kind is ReferencesKind }
                guard (2...2 + tables).contains(statements.count) else {
                    throw BenchError("the engine ran \(statements.count) statements for \(path): the floor must be taught them")
                }
                return Floor.Request(
                    path: path, shape: shape, session: statements[0], rows: statements[1], links: Array(statements.dropFirst(2)), given: given,
                    next: next)
            }
            var requests: [Floor.Request] = []
            for owner in population.owners {
                let parameters = [("owner", owner.description), ("grade", "c"), ("sort", "-createdAt"), ("limit", "50")]
                let query = try ListQuery(parameters.map { (name: $0.0, value: $0.1) }, on: customer, engine.catalogue, for: actor)
                let page = try await engine.read(as: actor) { try $0.list(query) }
                let path = "/api/v1/customers?" + parameters.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
                requests.append(try await request(path, .list, given: Self.given(page.json, customer), next: page.next?.text) { _ = try $0.list(query) })
            }
            for id in population.records {
                let json = try await engine.read(as: actor) { try $0.record(customer, id).json }
                requests.append(
                    try await request("/api/v1/customers/\(id)", .record, given: Self.given(json, customer)) { _ = try $0.record(customer, id) })
            }
            let count = try AggregateQuery([(name: "group", value: "grade")], on: customer, engine.catalogue, for: actor)
            requests.append(try await request("/api/v1/customers/aggregate?group=grade", .count, given: [:]) { _ = try $0.aggregate(count) })
            return (tokens, requests, population, customer)
        }
        return (tokens, requests, population, customer, try await floorSource())
    }

    /// What an answer says in the fields that are sealed or may be masked, by record: the floor has neither keys nor rights.
    private static func given(_ json: [UInt8], _ customer: EntityDefinition) throws -> [Int64: [String: [UInt8]]] {
        let whole = try JSON.parse(json)
        let keys = customer.fields.filter(\.isGiven).map(\.key)
        var given: [Int64: [String: [UInt8]]] = [:]
        for record in whole["data"]?.array ?? [whole] {
            guard let id = record["id"]?.string.flatMap({ Int64($0) }) else { continue }
            for key in keys { given[id, default: [:]][key] = record[key].map { Array($0.text.utf8) } }
        }
        return given
    }

    func floorSource() async throws -> any FloorSource {
        url.hasPrefix("sqlite:")
            ? try SQLiteFloor(path: String(url.dropFirst("sqlite:".count))) : PostgresFloor(database: try await Databases.open(url))
    }

    /// The figures mean something only as long as both sides say the same.
    private func compare(_ requests: [Floor.Request], _ port: Int, _ floorPort: Int, _ token: String) throws {
        for shape in [Floor.Shape.list, .record, .count] {
            for request in requests.filter({ $0.shape == shape }).prefix(10) {
                let server = try Self.body(request.path, port: port, token: token)
                let floor = try Self.body(request.path, port: floorPort, token: token)
                guard server == floor else {
                    let place = zip(server.utf8, floor.utf8).prefix { $0 == $1 }.count
                    throw BenchError(
                        "server and floor differ at byte \(place) of \(request.path):\n"
                            + "\(server.dropFirst(max(0, place - 60)).prefix(160))\n\(floor.dropFirst(max(0, place - 60)).prefix(160))")
                }
            }
        }
        say("Server and floor answer with the same bytes")
    }

    private static func searches(_ population: Population) -> [(String, [Load.Call])] {
        [
            ("Search by two characters", population.characters), ("Search by initials", population.initials),
            ("Search by the end of a phone number", population.digits), ("Search by a Latin prefix", population.words),
            ("Search with a letter left out", population.slips),
        ].map { name, words in
            (name, words.map { Load.Call(path: "/api/v1/search?q=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")) })
        }
    }

    func measure(_ name: String, _ calls: [Load.Call], _ port: Int, _ tokens: [String], floor: Int?) throws -> Figures.Row {
        var row = Figures.Row(name: name)
        for connections in [1, 16] {
            let server = try load.run(calls, port: port, tokens: tokens, connections: connections)
            guard server.failures == 0 else { throw BenchError("\(server.failures) of \(server.requests) requests failed: \(name)") }
            let floor = try floor.map { try load.run(calls, port: $0, tokens: tokens, connections: connections) }
            row.results.append(Figures.Result(connections: connections, server: server, floor: floor))
            let ratio = floor.map { ", \(Int($0.rate)) of the floor, ratio \((server.rate / $0.rate).written(2))" } ?? ""
            say("\(name), \(connections): \(Int(server.rate)) a second\(ratio); p95 \(server.most.written(1)) ms")
        }
        return row
    }
}
