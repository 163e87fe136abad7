import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

@Suite struct FuzzTests {
    @Test("Two thousand hostile requests never give a server error", arguments: [Dialect.sqlite, .postgres])
    func fuzz(_ dialect: Dialect) async throws {
        try await withServer(dialect) { server in
            var random = Random(seed: 20_261_122)
            var ids = ["1", "0", "9223372036854775807", "99999999999999999999", "x", "-1", "%00"]
            for number in 0..<5 { ids.append(try await server.clerk.post("/api/v1/gadgets", ["name": .string("n\(number)"), "amount": 5]).id) }
            let requests = HostileRequests(ids: ids)
            var statuses: [Int: Int] = [:]
            for number in 0..<2_000 {
                let request = requests.next(&random)
                let caller = random.one(of: [server.clerk, server.administrator])
                let answer = try await caller.send(request.method, request.uri, bytes: request.body, request.headers)
                statuses[answer.status, default: 0] += 1

                #expect(answer.status < 500, "\(number): \(request.method) \(request.uri) \(String(decoding: request.body ?? [], as: UTF8.self)) → \(answer.text)")
                if answer.status >= 400, request.method != .head { #expect(answer.code != nil, "\(request.uri) \(answer.text)") }
            }
            // A fuzz that never gets in tests nothing.
            #expect(statuses.keys.filter { $0 < 300 }.isEmpty == false)
            #expect(statuses.count >= 8, "\(statuses)")
        }
    }
}

/// A generator with a seed (SplitMix64), so that a failure can be had again.
struct Random: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func one<T>(of items: [T]) -> T { items[Int.random(in: items.indices, using: &self)] }
    mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
