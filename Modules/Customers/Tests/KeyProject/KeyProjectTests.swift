import Customers
import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct KeyProjectTests {
    @Test("A project is approved by whoever may, started, and closed with a result; its members hear of it", arguments: Dialect.allCases)
    func course(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Customers()]) { test in
            let (project, member) = try await test.engine.write(as: .system) { door in
                let user = try door.create(User.self, ["login": .text("wang"), "name": .text("王晓")]).id
                let customer = try door.create(Customer.self, ["name": .text("甲公司"), "kind": .text("organisation")]).id
                let project = try door.create(KeyProject.self, ["name": .text("攻坚"), "customer": .reference(customer)]).id
                try door.create(KeyProjectMember.self, ["name": .text("方案"), "project": .reference(project), "user": .reference(user)])
                return (project, user)
            }
            func act(_ name: String, _ parameters: JSON = [:]) async throws -> Record<KeyProject> {
                try await test.engine.write(as: .system) { door in
                    let action = try door.catalogue.action(name, on: KeyProject.schema.definition)
                    return try Record(door.act(action, on: KeyProject.schema.definition, project, parameters).values)
                }
            }

            await #expect(throws: Refusal.notPossible(action: "start")) { _ = try await act("start") }
            let approved = try await act("approve")
            let running = try await act("start")
            await #expect(throws: Invalid("result", .required)) { _ = try await act("close") }
            let closed = try await act("close", ["result": "签约"])

            #expect(approved[\.state] == .approved && approved[\.approvedAt] != nil)
            #expect(running[\.state] == .running && running[\.startsOn] != nil)
            #expect(closed[\.state] == .closed && closed[\.result] == "签约")
            let told = try await test.database.database.read { session in
                try session.rows("SELECT kind FROM notice WHERE user_id = \(member.rawValue) ORDER BY kind").compactMap { $0[0].text }
            }
            #expect(told == ["keyProjectApproved", "keyProjectClosed", "keyProjectJoined"])
        }
    }
}
