@testable import Engine
import Kernel
import Store
import TestKit
import Testing

@Suite struct FeedTests {
    private static func follow(_ made: TestEngine, atMost limit: Int = 9, whenTooSlow: @escaping @Sendable () -> Void = {}) async throws -> Feed.Following {
        try await made.engine.feed.follow(as: nil, atMost: limit, heartbeat: .seconds(60), whenTooSlow: whenTooSlow)
    }

    @Test("All who follow are told of everything from the moment on at which they came", arguments: Dialect.allCases)
    func following(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            try await made.create(Region.self, ["name": "before"])
            let followings = [try await Self.follow(made), try await Self.follow(made)]
            for number in 0..<3 { try await made.create(Region.self, ["name": .text("\(number)")]) }

            for following in followings {
                #expect(following.place == 1)
                var places: [Int64] = []
                for await case .events(let events, let through) in following.news {
                    places += events.map(\.place)
                    if through == 4 { break }
                }
                #expect(places == [2, 3, 4])
            }
        }
    }

    @Test("Who does not keep up is left, with bounded memory", arguments: Dialect.allCases)
    func tooSlow(_ dialect: Dialect) async throws {
        let tooSlow = Notes<Bool>()
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let following = try await Self.follow(made) { tooSlow.add(true) }
            var changes = 0
            while tooSlow.all.isEmpty, changes < 2_000 {
                try await made.create(Region.self, ["name": "x"])
                changes += 1
                try await Task.sleep(for: .milliseconds(5))
            }

            var told = 0
            for await _ in following.news { told += 1 }
            #expect(told == Feed.patience)
            #expect(tooSlow.all == [true])
        }
    }

    @Test("A user follows only so often; who goes makes room", arguments: Dialect.allCases)
    func limit(_ dialect: Dialect) async throws {
        try await withEngine(dialect, modules: [Workshop()]) { made in
            let first = try await Self.follow(made, atMost: 2)
            var second: Feed.Following? = try await Self.follow(made, atMost: 2)
            await #expect(throws: Feed.TooMany.self) { _ = try await Self.follow(made, atMost: 2) }

            await made.engine.feed.leave(first)
            let third = try await Self.follow(made, atMost: 2)
            // Nor does one count whose holder is gone.
            second = nil
            try await eventually { (try? await Self.follow(made, atMost: 2)) != nil }
            #expect(second == nil && third.place == 0)
        }
    }
}
