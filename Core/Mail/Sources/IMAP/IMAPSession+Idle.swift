import NIOCore

extension IMAPSession {
    /// Waits until the open folder has grown since it was searched, at most so long (RFC 2177). Returns whether it has; without IDLE it
    /// asks once, at the end.
    public func waitForNews(atMost time: Duration) async throws -> Bool {
        if hasNews { return true }
        guard capabilities.contains("IDLE") else {
            try await Task.sleep(for: time)
            try await run("NOOP")
            return hasNews
        }
        let tag = nextTag()
        return try await wire.inTime(extra: time) {
            try await wire.send("\(tag) IDLE\r\n")
            try await invitation(to: tag)
            return try await idle(tag, atMost: time)
        }
    }

    private func idle(_ tag: String, atMost time: Duration) async throws -> Bool {
        let isDone = Flag()
        let watch = wire.send("DONE\r\n", after: time, unless: isDone)
        defer { watch.cancel() }
        var heard = 0
        while true {
            if hasNews, isDone.raise() { try await wire.send("DONE\r\n") }
            let response = try await response(maximum: Self.usualAnswer)
            if response.tag == tag { return hasNews }
            if response.kind == "BYE" { throw MailError.closed }
            heard += 1
            guard heard < 100_000 else { throw MailError.nonsense("no end of news") }
        }
    }
}
