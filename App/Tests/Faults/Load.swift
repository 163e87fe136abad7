import Foundation
import Kernel
import Synchronization

/// People and programs at work on one server, who remember what the server told them was done.
final class Load: Sendable {
    struct Memory: Sendable {
        /// The names of records that were made, each a name of its own.
        var made: [String] = []
        /// By id: the notes that were last acknowledged, and those that were last sent.
        var notes: [String: (known: String, tried: String)] = [:]
        /// By id: whether the customer is active.
        var states: [String: (known: String, tried: String)] = [:]
        /// Cookies.
        var logins: [String] = []
        /// Answers that nobody should ever get, and how many had to wait.
        var wrong: [String] = []
        var postponed = 0
    }

    private let memory = Mutex(Memory())
    private let isOver = Mutex(false)

    var remembered: Memory { memory.withLock(\.self) }
    var count: Int { memory.withLock { $0.made.count + $0.logins.count } }

    /// Ends the work of all after what they are at.
    func end() { isOver.withLock { $0 = true } }

    /// Everybody works until the server vanishes, or with `isPatient` until `end`.
    func work(at client: Client, shift: String, isPatient: Bool = false) async {
        isOver.withLock { $0 = false }
        await withTaskGroup { group in
            for (name, job) in Self.jobs {
                group.addTask { [self] in
                    var turn = 0
                    while !isOver.withLock(\.self) {
                        let goesOn = await job(self)(client, "\(name)\(shift)-\(turn)")
                        if !goesOn {
                            guard isPatient else { return }
                            memory.withLock { $0.postponed += 1 }
                            try? await Task.sleep(for: .milliseconds(20))
                        }
                        turn += 1
                    }
                }
            }
        }
    }

    /// Each does one piece of work; false when the server was not there for it.
    private static let jobs: [(String, @Sendable (Load) -> @Sendable (Client, String) async -> Bool)] = [
        ("建", Load.create), ("改", Load.edit), ("批", Load.bulk), ("停", Load.act), ("入", Load.importFile), ("登", Load.logIn),
    ]

    @Sendable private func create(_ client: Client, _ name: String) async -> Bool {
        guard let answer = await send(client, "POST", "/api/v1/customers", Self.customer(name), expecting: 201) else { return false }
        memory.withLock { $0.made.append(name) }
        return answer.id != nil
    }

    @Sendable private func edit(_ client: Client, _ name: String) async -> Bool {
        guard let id = await send(client, "POST", "/api/v1/customers", Self.customer(name), expecting: 201)?.id else { return false }
        memory.withLock {
            $0.made.append(name)
            $0.notes[id] = ("", "")
        }
        for round in 0..<4 {
            let notes = "第\(round)次"
            memory.withLock { $0.notes[id]?.tried = notes }
            guard await send(client, "PATCH", "/api/v1/customers/\(id)", #"{"notes":"\#(notes)"}"#, expecting: 200) != nil else { return false }
            memory.withLock { $0.notes[id]?.known = notes }
        }
        return true
    }

    @Sendable private func bulk(_ client: Client, _ name: String) async -> Bool {
        let names = (0..<5).map { "\(name)-\($0)" }
        let items = names.map { #"{"op":"create","values":\#(Self.customer($0))}"# }.joined(separator: ",")
        guard let answer = await send(client, "POST", "/api/v1/customers/bulk", #"{"items":[\#(items)]}"#, expecting: 200) else { return false }
        let statuses = (answer.json["results"]?.array ?? []).map { $0["status"] }
        let made = zip(names, statuses).filter { $0.1 == 201 }.map(\.0)
        memory.withLock { $0.made += made }
        return made.count == names.count
    }

    @Sendable private func act(_ client: Client, _ name: String) async -> Bool {
        guard let id = await send(client, "POST", "/api/v1/customers", Self.customer(name), expecting: 201)?.id else { return false }
        memory.withLock {
            $0.made.append(name)
            $0.states[id] = ("active", "active")
        }
        for (action, state) in [("deactivate", "inactive"), ("reactivate", "active"), ("deactivate", "inactive")] {
            memory.withLock { $0.states[id]?.tried = state }
            guard await send(client, "POST", "/api/v1/customers/\(id)/actions/\(action)", expecting: 200) != nil else { return false }
            memory.withLock { $0.states[id]?.known = state }
        }
        return true
    }

    static let rowsOfFile = 20

    @Sendable private func importFile(_ client: Client, _ name: String) async -> Bool {
        let names = (0..<Self.rowsOfFile).map { "\(name)-\($0)" }
        let file = "name,kind\n" + names.map { "\($0),organisation\n" }.joined()
        let answer = await send(
            client, "POST", "/api/v1/imports", query: ["entity": "customer"], file, type: "text/csv", expecting: 200)
        guard let answer else { return false }
        guard answer.json["created"] == JSON(names.count) else { return wrong("import: \(answer.body)") }
        memory.withLock { $0.made += names }
        return true
    }

    @Sendable private func logIn(_ client: Client, _ name: String) async -> Bool {
        let body = #"{"login":"li","password":"correct horse"}"#
        guard let answer = await send(Client(port: client.port), "POST", "/api/v1/session", body, expecting: 201) else { return false }
        guard let cookie = answer.headers["set-cookie"]?.split(separator: ";").first else { return wrong("no cookie") }
        memory.withLock { $0.logins.append(String(cookie)) }
        return true
    }

    func logInOnce(at port: Int) async -> Bool { await logIn(Client(port: port), "") }

    private static func customer(_ name: String) -> String { #"{"name":"\#(name)","mobile":"13800138000"}"# }

    /// Nil when there was no answer, or one that says to come again; any other answer than the expected one is remembered.
    private func send(
        _ client: Client, _ method: String, _ path: String, query: [String: String] = [:], _ body: String? = nil,
        type: String = "application/json", expecting status: Int
    ) async -> Client.Answer? {
        guard let answer = await client.send(method, path, query: query, body, type: type) else { return nil }
        if answer.status == status { return answer }
        if ![429, 503].contains(answer.status) || answer.headers["retry-after"] == nil { _ = wrong("\(method) \(path): \(answer.status) \(answer.body)") }
        return nil
    }

    private func wrong(_ words: String) -> Bool {
        memory.withLock { $0.wrong.append(words) }
        return false
    }
}
