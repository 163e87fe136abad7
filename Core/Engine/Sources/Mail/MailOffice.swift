public import Kernel

/// What people do with mails and accounts beside editing them as records. The module that sends mail provides it.
public protocol MailOffice: Sendable {
    /// Puts a draft of the actor's own into the queue, in the transaction of the door.
    ///
    /// - Parameter despite: sends also to those who want no mail (`declined`), which the mail's history keeps.
    /// - Throws: `Invalid` on `recipients` with `declined` for those, else.
    func send(_ mail: RecordID, despite: Bool, through door: Door) throws

    /// Who of these wants no mail, as the actor may know it. What machines send goes to none of them.
    func declined(_ addressees: MailAddressees, on engine: Engine, as actor: Actor) async throws -> [MailDecline]

    /// Fills a template that is in use with the values of a record, with the rights and masks of the actor: subject, text and what found no value.
    func filled(_ order: MailTemplateOrder, on engine: Engine, as actor: Actor) async throws -> FilledMail

    /// The same of words that are not saved, for those who may change templates.
    func preview(_ words: MailWords, _ order: MailTemplateOrder, on engine: Engine, as actor: Actor) async throws -> FilledMail

    /// Hangs a mail on another record; both must be seen by the actor.
    func file(_ mail: RecordID, under record: RecordID, of entity: EntityDefinition, through door: Door) throws

    /// Takes a mail out of the inbox that needs nothing, or puts it back.
    func settle(_ mail: RecordID, _ isSettled: Bool, on engine: Engine, as actor: Actor) async throws

    /// Keeps the password of an account, sealed; nil forgets it.
    func setPassword(_ password: String?, of account: RecordID, through door: Door) throws

    /// Connects to an account's servers: `{"smtp": {"code": "fine", "words": ""}, "imap": …}`, null where it has no such server.
    func check(_ account: RecordID, on engine: Engine, as actor: Actor) async throws -> JSON
}

extension Engine {
    /// Nil where no module sends mail.
    public var mail: (any MailOffice)? { modules.lazy.compactMap { $0 as? any MailOffice }.first }
}
