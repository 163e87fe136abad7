public import Engine
public import Foundation
public import Kernel
public import Store

/// The module of mail: accounts, what is sent from them and what comes to them, on the records that it is about.
public struct Correspondence: Module, MailOffice {
    public let name = "Correspondence"
    public let entities = [MailAccount.schema.definition, StoredMail.schema.definition, MailTemplate.schema.definition]
    public let hooks = MailAccount.hooks + StoredMail.hooks + MailTemplate.hooks
    public let tables = Box.tables
    public let timelineSources: [any TimelineSource] = [MailTimeline()]
    public let noticeKinds: [NoticeKind] = [.mailReceived, .mailFailed]
    public let texts = Bundle.module.url(forResource: "Texts", withExtension: nil)
    let network: MailNetwork
    private let publicURL: String?

    /// - Parameters:
    ///   - authorities: a PEM file with the authorities that mail servers' certificates may be from; nil for those of the system.
    ///   - publicURL: where people find the pages, for letters with notices.
    ///   - replyTime: how long a mail server has for each answer.
    public init(authorities: String? = nil, publicURL: String? = nil, replyTime: Duration = .seconds(60)) {
        network = MailNetwork(authorities: authorities, replyTime: replyTime)
        self.publicURL = publicURL
    }

    public var jobs: [JobKind] { [Sending(network: network).job] }
    public var noticeChannel: (any NoticeChannel)? { NoticePost(network: network, publicURL: publicURL) }
    public var routines: [Routine] {
        [Routine("mailboxes") { [network] engine, idle in await Following(engine: engine, network: network).run(idle: idle) }]
    }
}
