import Foundation
import Synchronization
import Testing

@testable import Mail

@Suite struct MailGateTests {
    private static let mega = 1024 * 1024

    /// Work that goes on until it is told to end.
    private final class Held: Sendable {
        private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        private let begun = Mutex(false)
        var hasBegun: Bool { begun.withLock { $0 } }
        func run() async {
            begun.withLock { $0 = true }
            for await _ in stream {}
        }
        func end() { continuation.finish() }
    }

    private static func until(_ condition: () -> Bool) async throws {
        for _ in 0..<2_000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }

    @Test func `Large mails wait for room in their order, small ones do not, and who gives up leaves the queue`() async throws {
        let gate = MailGate(bytes: 10 * Self.mega)
        let first = Held(), second = Held(), third = Held()
        async let one: Void = gate.pass(6 * Self.mega) { await first.run() }
        try await Self.until { first.hasBegun }
        let gone = Task { try await gate.pass(7 * Self.mega) { Issue.record("it had no room") } }
        try await Self.until { gate.waiting == 1 }
        async let two: Void = gate.pass(90 * Self.mega) { await second.run() }
        try await Self.until { gate.waiting == 2 }
        async let three: Void = gate.pass(2 * Self.mega) { await third.run() }
        try await Self.until { gate.waiting == 3 }

        try await gate.pass(MailGate.free) {}
        gone.cancel()
        await #expect(throws: CancellationError.self) { try await gone.value }
        #expect(gate.waiting == 2)
        #expect(!third.hasBegun)

        first.end()
        try await one
        try await Self.until { second.hasBegun }
        #expect(!third.hasBegun)
        second.end()
        try await two
        try await Self.until { third.hasBegun }
        third.end()
        try await three
    }

    @Test func `Of two mailboxes that share a gate, one reads its large mail while the other waits`() async throws {
        let servers = try MailServers()
        let boxes = [try servers.box(), try servers.box()]
        let gate = MailGate(bytes: 2 * Self.mega)
        for box in boxes {
            var draft = try Draft.sample(to: box)
            draft.text = String(repeating: String(repeating: "x", count: 70) + "\n", count: 20_000)
            let bytes = try draft.rendered()
            try await servers.imap(box).session { try await $0.append(bytes, to: "INBOX", flags: []) }
        }
        let taken = Taken()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for box in boxes {
                group.addTask {
                    var follower = MailboxFollower(try servers.imap(box))
                    follower.gate = gate
                    do {
                        try await follower.follow(from: .beginning) { event in
                            guard case .mail = event else { return }
                            if taken.next() == 1 { try await Self.until { gate.waiting == 1 } }
                            throw Enough()
                        }
                    } catch is Enough {}
                }
            }
            try await group.waitForAll()
        }

        #expect(taken.next() == 3)
        #expect(gate.waiting == 0)
    }

    private struct Enough: Error {}

    private final class Taken: Sendable {
        private let count = Mutex(0)
        func next() -> Int { count.withLock { $0 += 1; return $0 } }
    }
}
