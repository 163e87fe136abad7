public import Engine
public import Kernel
import Mail

/// What people do with mails and accounts beside editing them.
extension Correspondence {
    public func send(_ mail: RecordID, despite: Bool, through door: Door) throws {
        guard let found = try door.reader.find(StoredMail.self, mail) else { throw Self.missing(mail) }
        // Nobody sends in another's name.
        guard found[\.direction] == .out, let user = door.actor.user, found.author == user else { throw Refusal.forbidden(verb: .act("send"), entity: StoredMail.name) }
        guard found[\.state] == .draft || found[\.state] == .failed else { throw Refusal.notPossible(action: "send") }
        guard let account = try door.reader.find(MailAccount.self, found[\.account].id) else {
            throw Invalid("mailAccount", .notFound, ["id": found[\.account].id.description])
        }
        guard account[\.isActive], account[\.smtpHost] != nil, let from = account.from else { throw Invalid("mailAccount", .notAllowed) }
        let people = try [found[\.recipients], found[\.copies], found[\.hiddenCopies]].flatMap(Recipients.parse)
        guard !people.isEmpty else {
            throw Invalid("recipients", .required)
        }
        let parent = try found[\.answers].flatMap { try door.reader.find(StoredMail.self, $0.id) }
        let chain = parent.map { [$0[\.chain], $0[\.messageID]].compactMap(\.self).joined(separator: " ") }
        // A mail that failed for somebody is sent to the others no second time: it keeps its name and whom it has reached.
        let name = try found[\.messageID] ?? "\(door.engine.ids.next()).\(UInt64.random(in: 0 ... .max))@\(from.domain)"
        var values: Values = [
            "state": .text(StoredMail.State.queued.rawValue), "sender": .text(from.written), "messageID": .text(name),
            "thread": .reference(parent.map { $0[\.thread] ?? $0.id } ?? mail), "chain": chain.map { .text(String($0.suffix(40_000))) } ?? .null,
            "at": .instant(door.engine.clock.now()), "failures": .null,
            "bounceToken": account[\.marksBounces] ? .text(found[\.bounceToken] ?? Bounce.token()) : .null,
        ]
        // Whom it is sent to in spite of what they want, is written in there when it is looked up.
        if despite { values["sentDespite"] = .json([]) }
        try door.perform(.edit(mail, values), on: StoredMail.schema.definition)
        try door.enqueue(Sending.name, ["mail": .string(mail.description)], priority: .high, uniqueKey: mail.description)
    }

    public func declined(_ addressees: MailAddressees, on engine: Engine, as actor: Actor) async throws -> [MailDecline] {
        let people: [String]
        do throws(ValueProblem) { people = try Recipients.parse(addressees.recipients).map(\.address) } catch { throw Invalid([error.on("recipients")]) }
        guard people.count <= Recipients.maximum else { throw Invalid("recipients", .tooMany, ["max": String(Recipients.maximum)]) }
        let found = try await engine.read(as: .system) { try Declining.find(people, about: addressees.about, for: addressees.purpose, $0) }
        guard !found.isEmpty else { return [] }
        // That they have declined, everybody learns who writes to them; who they are, only who may see them.
        return try await engine.read(as: actor) { reader in
            try found.map { one in
                let isSeen = try reader.catalogue[one.entity].map { entity in
                    try reader.engine.permissions.may(actor, .read, entity)
                        && reader.firstID(entity, where: .compare([Common.id], .equal, .reference(one.record))) != nil
                } ?? false
                var one = one
                if !isSeen { one.title = nil }
                return one
            }
        }
    }

    public func file(_ mail: RecordID, under record: RecordID, of entity: EntityDefinition, through door: Door) throws {
        let definition = StoredMail.schema.definition
        // Not by a token that only reads.
        try door.engine.permissions.check(door.actor, may: .edit, definition)
        guard let found = try door.reader.find(StoredMail.self, mail), let place = door.catalogue[found[\.entity]] else { throw Self.missing(mail) }
        // Out of an inbox by everybody who reads it; from a record by who wrote the mail or may change the record. A change of nothing asks
        // for the right and leaves no trace.
        if place.name != MailAccount.name, found.author != door.actor.user { try door.perform(.edit(found[\.record], [:]), on: place) }
        try door.move(mail, of: definition, to: record, of: entity)
    }

    public func settle(_ mail: RecordID, _ isSettled: Bool, on engine: Engine, as actor: Actor) async throws {
        try engine.permissions.check(actor, may: .edit, StoredMail.schema.definition)
        guard try await engine.read(as: actor, { try $0.find(StoredMail.self, mail) }) != nil else { throw Self.missing(mail) }
        // Whoever sees it may say that it needs nothing; it is nobody's own.
        try await engine.write(as: .system) { _ = try $0.perform(.edit(mail, ["isSettled": .flag(isSettled)]), on: StoredMail.schema.definition) }
    }

    public func setPassword(_ password: String?, of account: RecordID, through door: Door) throws {
        let kept = try password.map { text throws(Invalid) in
            do throws(ValueProblem) { return Value.text(try SealedTextKind().check(text)) } catch { throw Invalid([error.on("password")]) }
        }
        try door.perform(.edit(account, ["password": kept ?? .null]), on: MailAccount.schema.definition)
    }

    public func check(_ account: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON {
        // Only who may change it: others would learn what its servers say to it.
        guard try await engine.read(as: actor, { try $0.find(MailAccount.self, account) }) != nil, try await mayEdit(account, engine, actor),
            let found = try await engine.read(as: .system, { try $0.find(MailAccount.self, account) })
        else { throw Refusal.notFound(entity: MailAccount.name, id: account.description) }
        let smtp = try await outcome(network.smtp(found)) { try await $0.session { _ in } }
        let imap = try await outcome(network.imap(found)) { try await $0.session { _ = try await $0.select(found[\.folder], readOnly: true) } }
        return ["smtp": smtp, "imap": imap]
    }

    private func mayEdit(_ account: RecordID, _ engine: Engine, _ actor: Actor) async throws -> Bool {
        // A change of nothing asks for the right and leaves no trace.
        do {
            try await engine.perform(.edit(account, [:]), on: MailAccount.schema.definition, as: actor)
            return true
        } catch is Refusal {
            return false
        }
    }

    /// `{"code": "fine", "words": ""}`, or what is wrong; null where there is no such server.
    private func outcome<Client: Sendable>(_ client: Client?, _ work: @Sendable (Client) async throws -> Void) async throws -> JSON {
        guard let client else { return .null }
        do {
            try await work(client)
            return ["code": "fine", "words": ""]
        } catch let error as MailError {
            let (code, words) = error.trouble
            return ["code": .string(code), "words": .string(StoredMail.line(words, atMost: 1_000))]
        }
    }

    private static func missing(_ mail: RecordID) -> Refusal { .notFound(entity: StoredMail.name, id: mail.description) }
}
