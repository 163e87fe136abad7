import Foundation
import Testing

@testable import Directory

@Suite struct LDAPLineTests {
    @Test("Nobody waits longer than the deadline, though the library may", .timeLimit(.minutes(1)))
    func deadline() async {
        let isOver = DispatchSemaphore(value: 0)

        await #expect(throws: LDAPError.unreachable("it took too long")) {
            try await LDAPLine().run(until: LDAPDeadline(end: .now + .milliseconds(50))) { isOver.wait() }
        }

        isOver.signal()
    }

    @Test("A connection that the other side has closed does not end the program")
    func closed() async throws {
        let result = try await LDAPLine().run(until: LDAPDeadline(end: .now + .seconds(30))) {
            var ends: [Int32] = [0, 0]
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
            close(ends[0])
            defer { close(ends[1]) }
            return (write(ends[1], "x", 1), errno)
        }

        #expect(result == (-1, EPIPE))
    }
}
