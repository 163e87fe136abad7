import Foundation
import Kernel

/// Requests sent over and over by `wrk`, a program in C that leaves most of the machine to the server.
struct Load {
    struct Call: Sendable {
        var method = "GET"
        let path: String
        /// `{n}` becomes a number that does not come again.
        var body = ""
    }

    struct Result: Sendable {
        let requests: Int
        let seconds: Double
        let failures: Int
        /// Milliseconds within which half, 95 and 99 of a hundred answers came.
        let half, most, nearlyAll: Double

        var rate: Double { Double(requests) / max(seconds, 0.001) }
    }

    let folder: URL
    let seconds: Int

    func run(_ calls: [Call], port: Int, tokens: [String], connections: Int, firstNumber: Int = 1) throws -> Result {
        let list = folder.appending(path: "requests.txt"), script = folder.appending(path: "load.lua")
        try calls.map { "\($0.method)\t\($0.path)\t\($0.body)" }.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
        try Self.script.write(to: script, atomically: true, encoding: .utf8)
        let output = try Program.output(
            "/usr/bin/env",
            [
                "wrk", "--threads", "1", "--connections", String(connections), "--duration", "\(seconds)s", "--timeout", "10s",
                "--script", script.path, "http://127.0.0.1:\(port)", "--", list.path, tokens.joined(separator: ","), String(firstNumber),
            ])
        guard let line = output.split(separator: "\n").last, let json = try? JSON.parse(String(line)) else {
            throw BenchError("wrk said: \(output.suffix(500))")
        }
        func number(_ key: String) -> Double { Double(json[key]?.integer ?? 0) }
        return Result(
            requests: Int(number("requests")), seconds: number("microseconds") / 1e6, failures: Int(number("failures")),
            half: number("half") / 1e3, most: number("most") / 1e3, nearlyAll: number("nearlyAll") / 1e3)
    }

    private static let script = #"""
        local calls, place, number = {}, 0, 0
        local heads = {}
        function init(arguments)
          for token in arguments[2]:gmatch("[^,]+") do
            heads[#heads + 1] = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
          end
          number = tonumber(arguments[3])
          for line in io.lines(arguments[1]) do
            local method, path, body = line:match("^(%S+)\t(%S+)\t(.*)$")
            for _, head in ipairs(heads) do
              local whole = body == "" and wrk.format(method, path, head) or nil
              calls[#calls + 1] = { method = method, path = path, body = body, head = head, whole = whole }
            end
          end
        end
        function request()
          place = place % #calls + 1
          local call = calls[place]
          if call.whole then return call.whole end
          number = number + 1
          return wrk.format(call.method, call.path, call.head, (call.body:gsub("{n}", string.format("%08d", number))))
        end
        function done(summary, latency, requests)
          local errors = summary.errors
          io.write(string.format('{"requests":%d,"microseconds":%d,"failures":%d,"half":%d,"most":%d,"nearlyAll":%d}\n',
            summary.requests, summary.duration, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
            latency:percentile(50), latency:percentile(95), latency:percentile(99)))
        end
        """#
}
