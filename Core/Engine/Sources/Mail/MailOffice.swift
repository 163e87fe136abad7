public import Kernel

/// What people do with mails and accounts beside editing them as records. The module that sends mail provides it.
public protocol MailOffice: Sendable {
    /// Puts a draft of the actor's own into the queue, in the transaction of the door.
    func send(_ mail: RecordID, through door: Door) throws

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
