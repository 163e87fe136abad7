@testable import Engine
import Kernel
import Mail
import Store
import TestKit
import Testing

@testable import Correspondence

/// Bounces that tell by their address which mail came back.
@Suite struct BounceAddressTests {
    /// A box that Exim takes and Dovecot does not: the bounce is a real one.
    private func nobody() -> String { Post.box().replacing("box-", with: "box-!") }

    @Test("A mail that a server could not deliver is marked by the address alone; without the setting the envelope has none", arguments: Dialect.allCases)
    func real(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account(.everyone, ["marksBounces": true]), (plain, plainBox) = try await office.account()
            let firm = try await office.firm(), to = Post.box(), nobody = nobody()
            let mail = try await office.draft(account, about: firm, to: "\(to), \(nobody)"), other = try await office.draft(plain, about: firm, to: to)
            try await office.send(mail)
            try await office.wait(for: mail, .failed)
            try await office.send(other)
            try await office.wait(for: other, .sent)

            let failed = try await office.mail(mail), token = try #require(failed[\.bounceToken])
            #expect(failed[\.failures]?.json.array?.compactMap { $0["address"]?.string } == [nobody])
            #expect(try await office.mail(other)[\.bounceToken] == nil)
            try await eventually { try await office.post.mails(in: to).count == 2 }
            let paths = try await office.post.mails(in: to).compactMap { $0.header("Return-Path") }
            #expect(Set(paths) == ["<\(box.replacing("@", with: "+\(token)@"))>", "<\(plainBox)>"])
        }
    }

    @Test("A bounce in words of its own is told by its address; an answer of somebody who is away is none", arguments: Dialect.allCases)
    func words(_ dialect: Dialect) async throws {
        try await Office.run(dialect) { office in
            let (account, box) = try await office.account(.everyone, ["marksBounces": true]), firm = try await office.firm(), to = Post.box()
            let mail = try await office.draft(account, about: firm, to: to)
            try await office.send(mail)
            try await office.wait(for: mail, .sent)
            let token = try #require(try await office.mail(mail)[\.bounceToken]), back = box.replacing("@", with: "+\(token)@")
            func put(_ subject: String, from sender: String, to: String) async throws {
                try await office.post.put("Return-Path: <>\nDelivered-To: \(to)\nFrom: \(sender)\nAuto-Submitted: auto-replied\nSubject: \(subject)\n\nSorry.\n", into: box)
            }

            try await put("away", from: "wang@far.example", to: back)
            let away = try await office.arrived("away")
            #expect(away[\.nature] == .automatic)
            #expect(away[\.record] == firm)
            try await put("guessed", from: "MAILER-DAEMON@far.example", to: box.replacing("@", with: "+aaaaaaaaaaaaaaaaaaaa@"))
            _ = try await office.arrived("guessed")
            #expect(try await office.mail(mail)[\.state] == .sent)

            try await put("no such user", from: "MAILER-DAEMON@far.example", to: back.uppercased().replacing("CRM.TEST", with: "crm.test"))
            let bounce = try await office.arrived("no such user")

            #expect(bounce[\.nature] == .bounce)
            #expect(bounce[\.record] == firm)
            #expect(try await office.mail(mail)[\.state] == .failed)
            #expect(try await office.mail(mail)[\.failures]?.json == [["address": .string(to), "words": "no such user"]])
            #expect(try await office.notices(of: office.seller).contains("mailFailed"))
        }
    }
}
