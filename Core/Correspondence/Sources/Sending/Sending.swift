import Engine
import Kernel
import Mail

/// Sends mails that wait: one job for each. What a server refuses for now is tried again for about six hours, with the same Message-ID.
struct Sending: Sendable {
    let network: MailNetwork

    static let name = "sendMail"
    private static let attempts = 12

    var job: JobKind {
        JobKind(Self.name, maximumAttempts: Self.attempts, backoff: Backoff(first: .seconds(30), longest: .seconds(3_600))) { payload, run in
            guard let id = payload["mail"]?.string.flatMap({ RecordID($0) }) else { throw FinalFailure("badPayload", payload.text) }
            return try await send(id, run)
        }
    }

    /// It is to be tried again.
    struct NotYet: Error, CustomStringConvertible {
        let description: String
    }

    /// What an attempt came to.
    private struct Outcome: Sendable {
        var delivered: [String] = []
        var failures: [Failure] = []
        /// For now only.
        var refused: [Failure] = []
        /// That concerns the account and not this mail.
        var accountTrouble: String?
    }

    private struct Failure: Sendable {
        let address: String
        let words: String
        var json: JSON { ["address": .string(address), "words": .string(words)] }
    }

    private func send(_ id: RecordID, _ run: JobRun) async throws -> JSON {
        let outgoing: Outgoing?
        do {
            outgoing = try await run.engine.read(as: .system) { try Outgoing.load(id, $0) }
        } catch is Outgoing.TooLarge {
            return try await end(id, Outcome(failures: [Failure(address: "", words: "552 files of more than \(Outgoing.maximumBytes) bytes")]), run)
        }
        // Sent by an attempt before this one, or taken back.
        guard let outgoing else { return ["sent": 0] }
        let lapsed = try await run.engine.read(as: .system) { try Declining.lapsed(since: outgoing.mail, $0) }
        guard lapsed.isEmpty else {
            return try await end(id, Outcome(failures: lapsed.map { Failure(address: $0.address ?? "", words: "550 \($0.field)") }), run)
        }
        var outcome = try await attempt(outgoing)
        if outcome.refused.isEmpty || run.attempt >= Self.attempts {
            outcome.failures += outcome.refused
            return try await end(id, outcome, run)
        }
        try await note(id, outcome, run)
        throw NotYet(description: outcome.refused.map { "\($0.address): \($0.words)" }.joined(separator: "; "))
    }

    private func attempt(_ outgoing: Outgoing) async throws -> Outcome {
        let waiting = try outgoing.waiting()
        func all(_ words: String) -> [Failure] { waiting.map { Failure(address: $0.address, words: words) } }
        // Another attempt has reached them all, and its word was lost.
        if waiting.isEmpty { return Outcome() }
        guard outgoing.account[\.isActive], let client = network.smtp(outgoing.account) else {
            return Outcome(failures: all("the account sends no mail"))
        }
        do {
            let bytes = try outgoing.rendered()
            let delivery = try await client.session { try await $0.send(bytes, from: outgoing.bounces, to: waiting) }
            let refused = delivery.refused.map { ($0.reply.isTemporary, Failure(address: $0.address.address, words: StoredMail.line("\($0.reply.code) \($0.reply.text)", atMost: 500))) }
            return Outcome(
                delivered: delivery.accepted.map(\.address), failures: refused.filter { !$0.0 }.map(\.1), refused: refused.filter(\.0).map(\.1))
        } catch let error as MailError {
            return error.isTemporary
                ? Outcome(refused: all(error.line)) : Outcome(failures: all(error.line), accountTrouble: error.line)
        } catch let error as DraftError {
            return Outcome(failures: all(StoredMail.line("\(error)", atMost: 500)))
        }
    }

    /// Keeps whom it was delivered to, so that the next attempt leaves them out.
    private func note(_ id: RecordID, _ outcome: Outcome, _ run: JobRun) async throws {
        guard !outcome.delivered.isEmpty || !outcome.failures.isEmpty else { return }
        try await run.write { door in
            guard let mail = try door.reader.find(StoredMail.self, id) else { return }
            try door.perform(.edit(id, Self.values(mail, outcome)), on: StoredMail.schema.definition)
        }
    }

    private func end(_ id: RecordID, _ outcome: Outcome, _ run: JobRun) async throws -> JSON {
        try await run.write { door in
            guard let mail = try door.reader.find(StoredMail.self, id), mail[\.state] == .queued else { return ["sent": 0] }
            var values = Self.values(mail, outcome)
            let isFailed = !(values["failures"] ?? .null).isEmpty
            values["state"] = .text((isFailed ? StoredMail.State.failed : .sent).rawValue)
            values["at"] = .instant(door.engine.clock.now())
            try door.perform(.edit(id, values), on: StoredMail.schema.definition)
            if isFailed { door.notify([mail.author].compactMap(\.self), .mailFailed, about: (StoredMail.name, id)) }
            try Self.tell(outcome, mail[\.account].id, door)
            return ["sent": JSON(outcome.delivered.count)]
        }
    }

    /// Writes on the account what was wrong with it; where it also receives, its follower says when all is well again.
    private static func tell(_ outcome: Outcome, _ id: RecordID, _ door: Door) throws {
        guard let account = try door.reader.find(MailAccount.self, id), account[\.lastError] != outcome.accountTrouble else { return }
        guard outcome.accountTrouble != nil || (account[\.imapHost] == nil && !outcome.delivered.isEmpty) else { return }
        try door.perform(.edit(id, ["lastError": outcome.accountTrouble.map(Value.text) ?? .null]), on: MailAccount.schema.definition)
    }

    private static func values(_ mail: Record<StoredMail>, _ outcome: Outcome) -> Values {
        let delivered = (mail[\.delivered]?.json.array ?? []) + outcome.delivered.map(JSON.string)
        let failures = (mail[\.failures]?.json.array ?? []) + outcome.failures.map(\.json)
        return [
            "delivered": delivered.isEmpty ? .null : .json(.array(delivered)), "failures": failures.isEmpty ? .null : .json(.array(failures)),
        ]
    }
}

extension Record<StoredMail> {
    /// Who wrote it here; nil for what came in.
    var author: RecordID? { values[Common.createdBy]?.reference }
}

extension NoticeKind {
    static let mailFailed = NoticeKind("mailFailed", icon: "error_outline")
    static let mailReceived = NoticeKind("mailReceived", icon: "mail")
}
