import Engine
import Kernel
import Mail
import Store

/// Takes in what comes to an account: each mail once, and none that stops those behind it.
struct Intake: Sendable {
    let account: Record<MailAccount>
    let box: Box
    let source: String
    let engine: Engine

    /// Of larger mails only the headers are read.
    static let maximumBytes = 50 * 1024 * 1024
    static let maximumFiles = 100

    /// - Parameter wholeSize: of a mail that was too large; then the bytes are its headers alone.
    func take(_ bytes: [UInt8], _ place: UIDPlace, wholeSize: Int? = nil) async throws {
        do {
            try await store(try Incoming(bytes, place, wholeSize, account), place)
        } catch let error as CancellationError {
            throw error
        } catch let error as StoreError where error.isOfTheDatabase {
            throw error
        } catch let error as Box.Lost {
            throw error
        } catch {
            // Something in it cannot be kept. As it came, it can; and if not even that, the next one shall come all the same.
            do {
                try await store(Incoming(unreadable: bytes, place, account), place)
            } catch is Invalid {
                try await engine.write(as: .system) { try box.keep(place, source: source, $0.session) }
            }
        }
    }

    private func store(_ mail: Incoming, _ place: UIDPlace) async throws {
        let (files, refused) = try await receive(mail.files)
        try await engine.write(as: .system) { door in
            // Holds the box until the transaction ends: nobody else can take the same mail meanwhile.
            try box.keep(place, source: source, door.session)
            guard !isOld(mail), try !isKnown(mail, door) else { return }
            let origin = try Origin(of: mail, to: account, door)
            var values = mail.values
            values["record"] = .reference(origin.record)
            values["entity"] = .text(origin.entity)
            values["answers"] = origin.parent.map { .reference($0.id) } ?? .null
            if refused, values["trouble"] == nil { values["trouble"] = .text(StoredMail.Trouble.filesRefused.rawValue) }
            let id = try door.perform(.create(values), on: StoredMail.schema.definition).id
            try door.perform(.edit(id, ["thread": .reference(origin.parent.map { $0[\.thread] ?? $0.id } ?? id)]), on: StoredMail.schema.definition)
            for (name, content) in files { _ = try door.attach(content, named: name, to: id, of: StoredMail.schema.definition) }
            try Bounce.note(mail, door)
            try tell(id, mail, origin, door)
        }
    }

    /// It was there before the account: a mailbox that is numbered anew shows all that it holds once more.
    private func isOld(_ mail: Incoming) -> Bool {
        guard !account[\.takesOldMail], case .instant(let made)? = account.values[Common.createdAt], case .instant(let written)? = mail.values["writtenAt"]
        else { return false }
        return written.milliseconds < made.milliseconds - 86_400_000
    }

    /// A mail of the same name is the same mail, whether it came or went here.
    private func isKnown(_ mail: Incoming, _ door: Door) throws -> Bool {
        try door.reader.first(StoredMail.self, where: StoredMail.rule { $0.messageID == mail.messageID && $0.account == Reference(account.id) }) != nil
    }

    /// What machines send tells nobody: a notice could be answered by one.
    private func tell(_ id: RecordID, _ mail: Incoming, _ origin: Origin, _ door: Door) throws {
        guard mail.nature == .personal else { return }
        var people = [origin.parent?.author, try origin.owner(door)].compactMap(\.self)
        if people.isEmpty, let owner = account.owner { people.append(owner) }
        door.notify(people, .mailReceived, about: (StoredMail.name, id), ["sender": .string(mail.sender ?? "")])
    }

    /// Files that are programs are left out, as everywhere.
    private func receive(_ files: [Incoming.File]) async throws -> (files: [(name: String, content: ReceivedContent)], refused: Bool) {
        var received: [(String, ReceivedContent)] = [], isRefused = files.count > Self.maximumFiles
        for file in files.prefix(Self.maximumFiles) {
            do {
                let bytes = file.bytes()
                let pieces = AsyncStream<[UInt8]> { stream in
                    stream.yield(bytes)
                    stream.finish()
                }
                received.append((file.name, try await engine.contents.receive(pieces)))
            } catch is Invalid {
                isRefused = true
            }
        }
        return (received, isRefused)
    }
}

extension StoreError {
    /// It is not the mail's fault, and the same mail can be kept later.
    fileprivate var isOfTheDatabase: Bool {
        switch self {
        case .cancelled, .timedOut, .unavailable, .full, .conflict: true
        default: false
        }
    }
}
