public import Kernel

/// Whom somebody is about to write to.
public struct MailAddressees: Sendable {
    /// `李敏 <li@example.com>, wang@example.com`
    public let recipients: String
    /// The record that it is about, if there is one.
    public let about: (entity: EntityDefinition, id: RecordID)?
    public let purpose: ContactPurpose

    public init(recipients: String, about: (entity: EntityDefinition, id: RecordID)? = nil, purpose: ContactPurpose = .service) {
        (self.recipients, self.about, self.purpose) = (recipients, about, purpose)
    }
}

/// Somebody who wants no mail, and what says so.
public struct MailDecline: Sendable, Hashable {
    /// Nil where it is the record that the mail is about, whatever the address.
    public let address: String?
    /// Whose record says so, and the field in it.
    public let entity: String
    public let record: RecordID
    public let field: String
    /// Nil where whoever asks may not see the record.
    public var title: String?

    public init(address: String?, entity: String, record: RecordID, field: String, title: String?) {
        (self.address, self.entity, self.record, self.field, self.title) = (address, entity, record, field, title)
    }
}
