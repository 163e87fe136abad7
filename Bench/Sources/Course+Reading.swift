import Engine
import Foundation
import Kernel
import Store

/// Lists, single records, counts and searches, by an ordinary user.
extension Course {
    func measureReads(_ port: Int, _ figures: inout Figures) async throws {
        let (token, requests, population, customer, floor) = try await prepare()
        for (name, calls) in Self.searches(population) {
            figures.rows.append(try measure(name, calls, port, token, floor: nil))
        }
        let rows = try await Floor(requests, floor, customer).serving { floorPort in
            try compare(requests, port, floorPort, token)
            return try [("One record", Floor.Shape.record), ("List of 50, by owner and grade", .list), ("Count by grade", .count)].map { name, shape in
                try measure(name, requests.filter { $0.shape == shape }.map { Load.Call(path: $0.path) }, port, token, floor: floorPort)
            }
        }
        figures.rows = rows + figures.rows
    }

    /// Lets the engine answer every request once and notes what it runs for it.
    private func prepare() async throws -> (String, [Floor.Request], Population, EntityDefinition, any FloorSource) {
        let (token, requests, population, customer) = try await withEngine(url, recording: true) { engine, recorder in
            guard let recorder, let user = try await engine.accounts.user(login: "li.min"), let customer = engine.catalogue["customer"] else {
                throw BenchError("this is not the database of the made-up insurer")
            }
            let population = try await Population(engine)
            let token = try await engine.accounts.grant(.token, to: user, name: "bench", milliseconds: 86_400_000).secret
            guard let actor = try await engine.accounts.actor(secret: token) else { throw BenchError("the token does not work") }
            let session = try await recorder.statements { _ = try await engine.accounts.actor(secret: token) }
            func request(_ path: String, _ shape: Floor.Shape, next: String? = nil, _ body: @escaping @Sendable (Reader) throws -> Void) async throws -> Floor.Request {
                let statements = try await recorder.statements { try await engine.read(as: actor, body) }
                guard session.count == 1, (1...2).contains(statements.count) else {
                    throw BenchError("the engine ran \(session.count) and \(statements.count) statements for \(path): the floor must be taught them")
                }
                return Floor.Request(path: path, shape: shape, session: session[0], rows: statements[0], links: statements.dropFirst().first, next: next)
            }
            var requests: [Floor.Request] = []
            for owner in population.owners {
                let parameters = [("owner", owner.description), ("grade", "c"), ("sort", "-createdAt"), ("limit", "50")]
                let query = try ListQuery(parameters.map { (name: $0.0, value: $0.1) }, on: customer, engine.catalogue)
                let next = try await engine.read(as: actor) { try $0.list(query).next?.text }
                let path = "/api/v1/customers?" + parameters.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
                requests.append(try await request(path, .list, next: next) { _ = try $0.list(query) })
            }
            for id in population.records {
                requests.append(try await request("/api/v1/customers/\(id)", .record) { _ = try $0.record(customer, id) })
            }
            let count = try AggregateQuery([(name: "group", value: "grade")], on: customer, engine.catalogue)
            requests.append(try await request("/api/v1/customers/aggregate?group=grade", .count) { _ = try $0.aggregate(count) })
            return (token, requests, population, customer)
        }
        return (token, requests, population, customer, try await floorSource())
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
        ].map { name, words in
            (name, words.map { Load.Call(path: "/api/v1/search?q=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")) })
        }
    }

    func measure(_ name: String, _ calls: [Load.Call], _ port: Int, _ token: String, floor: Int?) throws -> Figures.Row {
        var row = Figures.Row(name: name)
        for connections in [1, 16] {
            let server = try load.run(calls, port: port, token: token, connections: connections)
            guard server.failures == 0 else { throw BenchError("\(server.failures) of \(server.requests) requests failed: \(name)") }
            let floor = try floor.map { try load.run(calls, port: $0, token: token, connections: connections) }
            row.results.append(Figures.Result(connections: connections, server: server, floor: floor))
            let ratio = floor.map { ", \(Int($0.rate)) of the floor, ratio \((server.rate / $0.rate).written(2))" } ?? ""
            say("\(name), \(connections): \(Int(server.rate)) a second\(ratio); p95 \(server.most.written(1)) ms")
        }
        return row
    }
}
