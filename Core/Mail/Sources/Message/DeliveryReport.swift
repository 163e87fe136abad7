/// What a mail server says became of a mail that was sent from here (RFC 3464).
public struct DeliveryReport: Sendable, Equatable {
    public let recipients: [Recipient]
    /// Of the mail that it is about, if the report holds it.
    public let originalID: MessageID?

    /// What became of the mail for one of those it was sent to.
    public struct Recipient: Sendable, Equatable {
        public let address: String
        public let action: Action
        /// `5.1.1`: a first 4 is for now, a first 5 for ever (RFC 3463).
        public let status: String
        /// The words of the server that refused it, at most 500 characters.
        public let diagnostic: String?
    }

    public enum Action: String, Sendable { case failed, delayed, delivered, relayed, expanded }
}

extension Message {
    /// Nil for a mail that is no report.
    public var deliveryReport: DeliveryReport? {
        guard let number = parts.firstIndex(where: { $0.type == "message/delivery-status" || $0.type == "message/global-delivery-status" })
        else { return nil }
        let groups = Self.groups(parts[number].encoding.decoded(bytes[parts[number].body].prefix(256 * 1024)))
        let recipients = groups.dropFirst().compactMap(DeliveryReport.Recipient.init)
        guard !recipients.isEmpty else { return nil }
        // The mail itself, or its headers alone, follows the report.
        let original = parts[number...].lazy.compactMap { part -> MessageID? in
            if part.type == "text/rfc822-headers" {
                return Self.groups(part.encoding.decoded(bytes[part.body].prefix(256 * 1024))).first?["message-id"].flatMap { MessageID.list($0).first }
            }
            return part.header("message-id").flatMap { MessageID.list(HeaderText.decoded($0)).first }
        }.first
        return DeliveryReport(recipients: recipients, originalID: original)
    }

    /// Groups of fields with empty lines between them.
    private static func groups(_ bytes: [UInt8]) -> [[String: String]] {
        var (groups, last): ([[String: String]], String?) = ([[:]], nil)
        for line in String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(20_000) {
            if line.allSatisfy(\.isWhitespace) {
                if groups.last?.isEmpty == false { groups.append([:]) }
            } else if line.first == " " || line.first == "\t" {
                if let last { groups[groups.count - 1][last]? += " " + line.trimmingBlanks() }
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].trimmingBlanks().lowercased()
                groups[groups.count - 1][name] = line[line.index(after: colon)...].trimmingBlanks()
                last = name
            }
        }
        return groups.filter { !$0.isEmpty }
    }
}

extension DeliveryReport.Recipient {
    fileprivate init?(_ fields: [String: String]) {
        // `rfc822; somebody@example.com`
        func value(_ name: String) -> String? {
            guard let field = fields[name] else { return nil }
            return (field.firstIndex(of: ";").map { field[field.index(after: $0)...] } ?? field[...]).trimmingBlanks()
        }
        guard let address = value("original-recipient") ?? value("final-recipient"), !address.isEmpty,
            let action = fields["action"].flatMap({ DeliveryReport.Action(rawValue: $0.lowercased()) })
        else { return nil }
        let status = fields["status"]?.prefix { $0.isNumber || $0 == "." } ?? ""
        self.init(
            address: address.filter { $0 != "<" && $0 != ">" }, action: action, status: String(status),
            diagnostic: value("diagnostic-code").map { String($0.prefix(500)) })
    }
}
