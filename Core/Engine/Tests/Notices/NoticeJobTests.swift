@testable import Engine
import Foundation
import Kernel
import Store
import Synchronization
import TestKit
import Testing

/// Notices of jobs, and of what jobs do.
@Suite struct NoticeJobTests {
    @Test("Many records that are assigned by one job are one notice for each receiver", arguments: Dialect.allCases)
    func bulk(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await BulkWorld(made), count = 2 * BulkChange.recordsPerTransaction + 30
            _ = try await world.firms(count)
            _ = try await world.run(["entity": "firm", "filter": ["stage": "new"], "change": ["owner": .string(world.colleague.description)]])

            let notices = try await made.engine.read(as: world.actor(world.colleague)) { try $0.notices().notices }
            #expect(notices.map(\.count) == [Int64(count)])
            #expect(notices.first?.text == "m 把 \(count) 条记录分派给您（entity.firm.plural）")
            #expect(notices.first?.subject?.entity == "firm" && notices.first?.subject?.record == nil)
            // Whoever asked for it hears that it is done, and nothing of what they did themselves.
            let own = try await made.engine.read(as: world.actor(world.manager)) { try $0.notices().notices }
            #expect(own.map(\.kind) == ["jobDone"])
            #expect(own.first?.text == "您的任务“批量修改”已完成")
            #expect(own.first?.subject?.entity == "job")
        }
    }

    @Test("The rows of an import are one notice for each receiver", arguments: Dialect.allCases)
    func imported(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), author = try await world.office.actor(world.office.author)
            let mapping = try ImportMapping(
                ["entity": "firm", "mode": "create", "columns": ["名称": "name", "负责人": "owner"]], made.engine.catalogue, for: .system)
            let rows = (0..<250).map { "甲\($0),\($0 % 2 == 0 ? "seller" : "chief")\n" }.joined()

            let result = try await Importer(engine: made.engine, actor: author, mapping: mapping)
                .run(AsyncStream { pieces in
                    pieces.yield(Array("名称,负责人\n\(rows)".utf8))
                    pieces.finish()
                })

            #expect(result.created == 250)
            #expect(try await world.notices(of: world.office.seller).map(\.count) == [125])
            #expect(try await world.notices(of: world.office.chief).map(\.count) == [125])
        }
    }

    @Test("A job that fails for good is told to whoever asked for it; the system's own to administrators, all in one notice", arguments: Dialect.allCases)
    func failed(_ dialect: Dialect) async throws {
        struct Broken: Error {}
        let asked = JobKind("asked", maximumAttempts: 1, begin: { payload, door in try door.enqueue("asked") }) { _, _ in throw Broken() }
        let own = JobKind("own", maximumAttempts: 1) { _, _ in throw Broken() }
        try await withEngine(dialect, modules: [Workshop(), Bench(jobs: [asked, own])]) { made in
            let world = try await NoticeOffice(made), office = world.office
            await made.engine.startWorkers(.quick())
            let job = try await made.engine.jobs.start("asked", [:], as: office.actor(office.seller)).id
            for _ in 0..<2 { _ = try await made.engine.job(made.engine.enqueue("own"), in: .failed) }
            _ = try await made.engine.job(job, in: .failed)

            #expect(try await world.notices(of: office.seller).map(\.kind) == ["jobFailed"])
            #expect(try await world.notices(of: office.seller).first?.subject?.record?.id == job)
            #expect(try await world.texts(of: office.administrator) == ["2 个系统任务失败，最近一个是“own”"])
            #expect(try await world.notices(of: office.chief).isEmpty)
            let kinds = try await made.engine.read(as: office.actor(office.chief)) { try $0.noticeChoices().map(\.kind.key) }
            #expect(kinds.contains("jobFailed") && !kinds.contains("systemJobFailed"))
        }
    }

    @Test("A job whose server is gone for the last time is told as well", arguments: Dialect.allCases)
    func lapsed(_ dialect: Dialect) async throws {
        let kind = JobKind("hang", maximumAttempts: 1, tellsAsker: true) { _, _ in .null }
        try await withEngine(dialect, modules: [Workshop(), Bench(jobs: [kind])]) { made in
            let world = try await NoticeOffice(made), seller = world.office.seller
            try await made.engine.enqueue("hang", as: world.office.actor(seller))
            let queue = JobQueue(engine: made.engine, leaseMilliseconds: 60_000)
            #expect(try await queue.take(1).count == 1)
            made.clock.step(milliseconds: 61_000)

            try await queue.freeLapsed()

            #expect(try await world.notices(of: seller).map(\.kind) == ["jobFailed"])
        }
    }

    @Test("Old notices are forgotten, read or not", arguments: Dialect.allCases)
    func forgotten(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made), seller = world.office.seller
            _ = try await world.firm("旧", of: seller)
            made.clock.step(milliseconds: 89 * Housekeeping.day)
            let kept = try await world.firm("新", of: seller)
            made.clock.step(milliseconds: 2 * Housekeeping.day)
            await made.engine.startWorkers(.quick())

            _ = try await made.engine.job(made.engine.enqueue("purgeNotices"), in: .done)

            #expect(try await world.notices(of: seller).map { $0.subject?.record?.id } == [kept])
        }
    }

    @Test("What is unread goes by mail, at once or at eight in the morning where its reader is; without a channel nothing waits", arguments: Dialect.allCases)
    func mail(_ dialect: Dialect) async throws {
        let post = Post()
        try await withEngine(dialect, modules: [Workshop(), post]) { made in
            let world = try await NoticeOffice(made), office = world.office
            #expect(try await made.engine.read(as: .system) { try $0.noticeOptions() } == [.off, .product, .daily, .atOnce])
            try await made.edit(User.self, office.seller, ["zone": "Europe/London"])
            try await world.choose(.daily, of: .mentioned, as: office.seller)
            try await world.choose(.daily, of: .mentioned, as: office.chief)
            try await world.choose(.atOnce, of: .mentioned, as: office.neighbour)
            let firm = try await world.firm()
            try await world.note(on: firm, calling: [office.seller, office.chief, office.neighbour, office.administrator])
            await made.engine.startWorkers(.quick())
            func done(_ count: Int64) async throws {
                try await eventually { try await made.number("SELECT COUNT(*) FROM job WHERE kind = \("noticeMail") AND state = \("done")") == count }
            }

            func go(to due: Instant) { made.clock.set(due + 5_000) }

            go(to: Schedule.minutes(1).next(after: made.clock.now))
            try await done(1)
            #expect(post.sent == ["neighbour: 1 条未读通知: author 在entity.firm“甲”的备注中提到了您"])
            // It is afternoon in Shanghai and early in the morning in London.
            go(to: Schedule.daily(at: 8, in: try #require(TimeZone(identifier: "Europe/London"))).next(after: made.clock.now))
            try await done(2)
            #expect(post.sent.dropFirst().map { $0.prefix(7) } == ["seller:"])
            // The chief has read it before their morning comes.
            let chief = try await office.actor(office.chief), top = try await world.notices(of: office.chief)[0].id
            try await made.engine.write(as: chief) { try $0.readNotices(upTo: top) }
            go(to: Schedule.daily(at: 8).next(after: made.clock.now))
            try await done(3)
            #expect(post.sent.count == 2)
            #expect(try await made.number("SELECT COUNT(*) FROM notice WHERE mail_at IS NOT NULL") == 0)
        }
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let world = try await NoticeOffice(made)
            #expect(try await made.engine.read(as: .system) { try $0.noticeOptions() } == [.off, .product])
            try await world.choose(.atOnce, of: .mentioned, as: world.office.seller)
            try await world.note(on: world.firm(), calling: [world.office.seller])

            #expect(try await world.notices(of: world.office.seller).count == 1)
            #expect(try await made.number("SELECT COUNT(*) FROM notice WHERE mail_at IS NOT NULL") == 0)
            #expect(try await made.number("SELECT COUNT(*) FROM job WHERE kind = \("noticeMail")") == 0)
        }
    }
}

/// Writes down the letters.
private final class Post: Module, NoticeChannel {
    let name = "Post"
    let entities: [EntityDefinition] = []
    private let letters = Mutex<[String]>([])

    var noticeChannel: (any NoticeChannel)? { self }
    var sent: [String] { letters.withLock { $0 } }

    func isReady(_ session: any ReadSession) -> Bool { true }

    func send(_ letter: NoticeLetter, to user: RecordID, from engine: Engine) async throws {
        let login = try await engine.read(as: .system) { try $0.find(User.self, user)?[\.login] ?? "" }
        letters.withLock { $0.append("\(login): \(letter.subject): \(letter.notices.map(\.text).joined(separator: "; "))") }
    }
}
