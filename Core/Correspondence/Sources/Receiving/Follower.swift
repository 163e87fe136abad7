import Engine
import Kernel
import Mail

/// Follows one mailbox, until it is cancelled.
struct Follower: Sendable {
    let box: Box
    let engine: Engine
    let network: MailNetwork
    /// One for all mailboxes of the server.
    let gate: MailGate

    /// After what waiting does not cure, such as a wrong password: to try more often may lock the account.
    private static let longPause = Duration.seconds(15 * 60)
    private static let pause = Duration.seconds(30)

    func run() async {
        while !Task.isCancelled {
            var wait = Self.pause
            do {
                try await follow()
            } catch is CancellationError {
                return
            } catch is Box.Lost {
                return
            } catch let error as MailError {
                if case .renumbered(let now) = error {
                    // The places mean other mails now; those that are known are told by their Message-IDs.
                    if (try? await keep(now)) != nil { continue }
                }
                await tell(error)
                wait = Self.longPause
            } catch {
                // The database or the disk of files: the mail is still there and comes again.
            }
            try? await Task.sleep(for: wait)
        }
    }

    private func follow() async throws {
        guard let account = try await engine.read(as: .system, { [box] in try $0.find(MailAccount.self, box.account) }), let client = network.imap(account)
        else { throw CancellationError() }
        var follower = MailboxFollower(client)
        follower.folder = account[\.folder]
        follower.maximumBytes = Intake.maximumBytes
        follower.gate = gate
        follower.onConnection = { await tell($0) }
        let source = Self.source(account), intake = Intake(account: account, box: box, source: source, engine: engine)
        let kept = try await box.place(source: source)
        let start: MailboxFollower.Start = kept.map { .after($0) } ?? (account[\.takesOldMail] ? .beginning : .now)
        try await follower.follow(from: start) { event in
            switch event {
            case .started(let place): try await keep(place)
            case .mail(let bytes, let place):
                try await intake.take(bytes, place)
                if account[\.marksAsSeen] { await markAsSeen(place.uid, account, client) }
            case .oversized(let size, let headers, let place): try await intake.take(headers, place, wholeSize: size)
            }
        }
    }

    private func keep(_ place: UIDPlace) async throws {
        try await engine.write(as: .system) { [box] door in
            guard let account = try door.reader.find(MailAccount.self, box.account) else { throw Box.Lost() }
            try box.keep(place, source: Self.source(account), door.session)
        }
    }

    private static func source(_ account: Record<MailAccount>) -> String {
        "\(account[\.imapHost] ?? ""):\(account[\.imapPort])/\(account.user)/\(account[\.folder])"
    }

    /// On a connection of its own: the one that listens has opened the folder for reading only.
    private func markAsSeen(_ uid: UInt32, _ account: Record<MailAccount>, _ client: IMAPClient) async {
        // It is taken already; a mark that fails is no reason to take it again.
        try? await client.session { session in
            _ = try await session.select(account[\.folder])
            try await session.add(["\\Seen"], to: uid)
        }
    }

    /// Writes on the account how it goes, when that is something new.
    private func tell(_ error: MailError?) async {
        let line = error?.line
        _ = try? await engine.write(as: .system) { [box] door in
            guard let account = try door.reader.find(MailAccount.self, box.account), account[\.lastError] != line else { return }
            try door.perform(.edit(box.account, ["lastError": line.map(Value.text) ?? .null]), on: MailAccount.schema.definition)
        }
    }
}
