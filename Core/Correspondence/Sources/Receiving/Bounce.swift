import Engine
import Kernel
import Mail

/// What a mail server says of a mail that was sent from here.
enum Bounce {
    /// Marks the mail as failed for those whom it did not reach, and tells who wrote it.
    static func note(_ bounce: Incoming, _ door: Door) throws {
        guard bounce.nature == .bounce, let mail = try original(of: bounce, door) else { return }
        let meant = try [mail[\.recipients], mail[\.copies], mail[\.hiddenCopies]].flatMap(Recipients.parse).map { $0.address.lowercased() }
        let earlier = mail[\.failures]?.json.array ?? []
        let known = Set(earlier.compactMap { $0["address"]?.string?.lowercased() })
        // Anybody can write a report: of others than those it was sent to it says nothing.
        let failed = failures(bounce, meant).filter { !known.contains($0.address.lowercased()) }
        guard !failed.isEmpty else { return }
        let failures = failed.map { one -> JSON in ["address": .string(one.address), "words": .string(StoredMail.line(one.words, atMost: 500))] }
        // When it is sent again, it is sent to these.
        let bounced = Set(failed.map { $0.address.lowercased() })
        let delivered = (mail[\.delivered]?.json.array ?? []).filter { !bounced.contains($0.string?.lowercased() ?? "") }
        try door.perform(
            .edit(
                mail.id,
                [
                    "state": .text(StoredMail.State.failed.rawValue), "failures": .json(.array(earlier + failures)),
                    "delivered": .json(.array(delivered)),
                ]), on: StoredMail.schema.definition)
        door.notify([mail.author].compactMap(\.self), .mailFailed, about: (StoredMail.name, mail.id))
    }

    private static func failures(_ bounce: Incoming, _ meant: [String]) -> [(address: String, words: String)] {
        guard let report = bounce.report else {
            // In words of its own, to the address that tells the mail: of several it does not say whom.
            return [(meant.count == 1 ? meant[0] : "", bounce.values["subject"]?.text ?? "")]
        }
        return report.recipients.filter { $0.action == .failed && meant.contains($0.address.lowercased()) }.map { one in
            (one.address, [one.status, one.diagnostic ?? ""].filter { !$0.isEmpty }.joined(separator: " "))
        }
    }

    private static func original(of bounce: Incoming, _ door: Door) throws -> Record<StoredMail>? {
        if let token = bounce.bounceToken, let sent = try sent(with: token, door) { return sent }
        guard let id = bounce.report?.originalID?.description else { return nil }
        return try door.reader.first(StoredMail.self, where: StoredMail.rule { $0.messageID == id && $0.direction == .out })
    }
}

extension Bounce {
    /// 100 bits in small letters, which no server on the way changes.
    static func token() -> String {
        let signs = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return String((0..<20).compactMap { _ in signs.randomElement() })
    }

    /// The mail that has this token in its address for bounces.
    static func sent(with token: String, _ door: Door) throws -> Record<StoredMail>? {
        try door.reader.first(StoredMail.self, where: StoredMail.rule { $0.bounceToken == token && $0.direction == .out })
    }
}
