public import Engine
public import Foundation
public import Kernel

/// The customer master: who our customers are and who speaks for them. This file is the module's table of contents.
public struct Customers: Module {
    public let name = "Customers"

    public let entities = [
        Customer.schema.definition,
        Contact.schema.definition,
        ContactRole.schema.definition,
        InvoiceTitle.schema.definition,
        Consent.schema.definition,
        CustomerRelation.schema.definition,
        KeyProject.schema.definition,
        KeyProjectMember.schema.definition,
        KeyProjectStep.schema.definition,
        KeyProjectEntry.schema.definition,
        Verification.schema.definition,
        ApprovalAuthority.schema.definition,
        CreditHold.schema.definition,
        Investment.schema.definition,
        CustomerCode.schema.definition,
        CodeRule.schema.definition,
    ]

    public let hooks = [
        Customer.hooks, Customer.codeHooks, Customer.limitHooks, Pools.hooks(on: Customer.self), Parentage.hooks, Contact.hooks, Contact.reporting,
        ContactRole.hooks, InvoiceTitle.hooks, Consent.hooks, CustomerRelation.hooks, KeyProject.hooks, Verification.hooks, Investment.hooks,
        CustomerCode.hooks, CodeRule.hooks,
    ].flatMap(\.self)
    public let actions = Customer.actions + Consent.actions + KeyProject.actions
    public let endpoints: [Endpoint] = [
        [CustomerByCode.endpoint], CustomerRelation.endpoints, Credit.endpoints, Pools.endpoints(on: Customer.schema.definition), Advice.endpoints,
        [InvestmentBalance.endpoint, Consent.permissions], Privacy.endpoints(on: Customer.schema.definition), Privacy.endpoints(on: Contact.schema.definition),
    ].flatMap(\.self)
    public let contactRules = Consent.contactRules
    public let jobs = [Consent.expiry]
    public let noticeKinds: [NoticeKind] = KeyProject.noticeKinds + [.consentExpires, .consentEnded, .consentWithdrawn]
    public let numberings = [CodeRule.numbering]

    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }
    public var pages: URL? { Bundle.module.url(forResource: "Web", withExtension: nil) }

    public init() {}
}
