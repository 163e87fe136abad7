@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

@Suite struct ExportJobTests {
    private func export(_ world: BulkWorld, _ payload: JSON, by user: RecordID? = nil) async throws -> Job {
        try await world.run(payload, "export", by: user)
    }

    /// With its byte order mark, which reading it as text would take away.
    private func bytes(_ made: TestEngine, _ job: Job, as actor: Actor) async throws -> [UInt8] {
        Array(try Data(contentsOf: await made.engine.jobs.file(of: job.id, as: actor).url))
    }

    @Test("The file holds what an export of the same list would, and nobody else can read it", arguments: Dialect.allCases)
    func file(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made), fields: JSON = ["firm": ["memo": "masked"]]
            _ = try await world.firms(3, ["memo": "Hidden words", "site": "https://a.cn"])
            _ = try await world.firms(2, in: world.south)
            try await made.edit(Role.self, world.role, ["fields": .json(fields)])
            let manager = try await world.actor(world.manager)
            let payload: JSON = ["entity": "firm", "filter": ["stage": "new"], "sort": "-name", "fields": ["name", "memo"], "format": "csv"]

            let job = try await export(world, payload)

            #expect(job.result["records"] == 3 && job.result["name"] == "firms.csv" && job.progress.total == 3)
            let direct = Notes<UInt8>()
            let query = try ListQuery(
                [("filter", #"{"stage":"new"}"#), ("sort", "-name"), ("fields", "name,memo")], on: Firm.definition, made.engine.catalogue, for: manager)
            try await Exporter(engine: made.engine, actor: manager, query: query).write { for byte in $0 { direct.add(byte) } }
            let written = try await bytes(made, job, as: manager)
            #expect(written == direct.all && !String(decoding: written, as: UTF8.self).contains("Hidden words"))
            let path = made.engine.files.file(of: job.id).path
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(try await made.number("SELECT COUNT(*) FROM security_log WHERE kind = 'export'") == 2)
        }
    }

    @Test("The file of somebody else is not there, and who may not export any more is refused", arguments: Dialect.allCases)
    func others(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(1)
            let root = try await made.create(User.self, ["login": "r", "name": "r", "isAdministrator": .flag(true)]).id
            let job = try await export(world, ["entity": "firm"])

            for other in [world.colleague, world.stranger, root] {
                let actor = try await world.actor(other)
                #expect(try await refusal { _ = try await made.engine.jobs.file(of: job.id, as: actor) } == "notFound")
            }
            let changed = try await world.run(["entity": "firm", "filter": [:], "change": ["memo": "x"]])
            let manager = try await world.actor(world.manager)
            #expect(try await refusal { _ = try await made.engine.jobs.file(of: changed.id, as: manager) } == "notFound")
            try await made.edit(Role.self, world.role, ["grants": .json(["*": ["read": "all"]])])
            let fewer = try await world.actor(world.manager)
            #expect(try await refusal { _ = try await made.engine.jobs.file(of: job.id, as: fewer) } == "forbidden")
        }
    }

    @Test("After a day the file is gone, and so are leftovers of runs that were broken off", arguments: Dialect.allCases)
    func gone(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            _ = try await world.firms(1)
            let manager = try await world.actor(world.manager)
            let job = try await export(world, ["entity": "firm"])
            let leftover = made.engine.files.url.appending(path: "job-7.x.part"), foreign = made.engine.files.url.appending(path: "other")
            for url in [leftover, foreign] { try Data("x".utf8).write(to: url) }

            #expect(try await Housekeeping.removeOldFiles(made.engine) == 1)
            #expect(String(decoding: try await bytes(made, job, as: manager), as: UTF8.self).contains("甲0"))
            made.clock.step(milliseconds: FileFolder.life)
            #expect(try await refusal { _ = try await made.engine.jobs.file(of: job.id, as: manager) } == "notFound")
            #expect(try await Housekeeping.removeOldFiles(made.engine) == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: made.engine.files.url.path) == ["other"])
        }
    }

    @Test("Who lost the right before it ran gets no file, and a bad payload is told at once", arguments: Dialect.allCases)
    func refused(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made)
            func told(_ payload: JSON) async throws -> [String] { try await problems { _ = try await world.start(payload, "export") } }

            #expect(try await told(["filter": [:]]) == ["entity: required"])
            #expect(try await told(["entity": "firm", "format": "pdf"]) == ["format: unknownOption"])
            #expect(try await told(["entity": "firm", "fields": ["nothing"]]) == ["nothing: unknownField"])
            #expect(try await told(["entity": "firm", "fields": "name"]) == ["fields: wrongType"])
            #expect(try await told(["entity": "firm", "sort": "markets"]) == ["sort: badSort"])
            #expect(try await told(["entity": "firm", "filter": ["nothing": 1]]) == ["nothing: unknownField"])
            #expect(try await told(["entity": "firm", "limit": 1]) == ["limit: unknownField"])
            let job = try await world.start(["entity": "firm"], "export")
            try await made.edit(Role.self, world.role, ["grants": .json(["*": ["read": "all"]])])
            await made.engine.startWorkers(.quick())
            #expect(try await made.engine.job(job.id, in: .done, .failed).trouble?.code == "forbidden")
            #expect(made.engine.files.files.isEmpty)
            #expect(try await refusal { _ = try await world.start(["entity": "firm"], "export") } == "forbidden")
        }
    }
}
