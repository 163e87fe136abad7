import Engine
import Kernel
import Mail

/// What a mail server says of a mail that was sent from here.
enum Bounce {
    /// Marks the mail as failed for those whom it did not reach, and tells who wrote it.
    static func note(_ report: DeliveryReport, _ door: Door) throws {
        guard let original = report.originalID,
            let mail = try door.reader.first(StoredMail.self, where: StoredMail.rule { $0.messageID == original.description && $0.direction == .out })
        else { return }
        let meant = Set(try [mail[\.recipients], mail[\.copies], mail[\.hiddenCopies]].flatMap(Recipients.parse).map { $0.address.lowercased() })
        let earlier = mail[\.failures]?.json.array ?? []
        let known = Set(earlier.compactMap { $0["address"]?.string?.lowercased() })
        // Anybody can write a report: of others than those it was sent to it says nothing.
        let failed = report.recipients.filter {
            $0.action == .failed && meant.contains($0.address.lowercased()) && !known.contains($0.address.lowercased())
        }
        guard !failed.isEmpty else { return }
        let failures = failed.map { recipient -> JSON in
            let words = [recipient.status, recipient.diagnostic ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            return ["address": .string(recipient.address), "words": .string(StoredMail.line(words, atMost: 500))]
        }
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
}
