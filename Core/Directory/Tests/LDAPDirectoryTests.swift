import Engine
import Foundation
import Testing

@testable import Directory

/// Against a server that others wrote: `script/test-ldap start DIR` prints the folder for `GUANXI_TEST_LDAP`.
@Suite struct LDAPDirectoryTests {
    @Test("Whoever has the password is known by the directory's own login and name", arguments: Way.allCases)
    func right(_ way: Way) async throws {
        let directory = try way.directory()

        #expect(try await directory.person(login: "li.min", password: "竹子-bamboo-7") == Person(login: "li.min", name: "李敏"))
        #expect(try await directory.person(login: "LI.Min", password: "竹子-bamboo-7") == Person(login: "li.min", name: "李敏"))
        #expect(try await directory.person(login: "a(b*c,d\\e", password: "柳树-willow-9") == Person(login: "a(b*c,d\\e", name: "欧阳娜"))
    }

    @Test("A wrong password, somebody else's, an unknown login and none at all are all answered alike", arguments: Way.allCases)
    func wrong(_ way: Way) async throws {
        let directory = try way.directory()

        for (login, password) in [
            ("li.min", "竹子-bamboo-8"), ("li.min", ""), ("li.min", "松树-pine-8"), ("ghost", "竹子-bamboo-7"), ("", "竹子-bamboo-7"), ("li.min", "\u{0}"),
            ("li.min\u{0}", "竹子-bamboo-7"), ("li.min", "竹子-bamboo-7\u{0}"),
        ] { #expect(try await directory.person(login: login, password: password) == nil, "\(login)") }
    }

    @Test("An empty password opens nothing, though the server lets it through", arguments: Way.allCases)
    func empty(_ way: Way) async throws {
        let settings = try way.settings()
        #expect(try await LDAPDirectory(settings).person(login: "li.min", password: "") == nil)

        let deadline = LDAPDeadline(end: .now + .seconds(5))
        let isPassword = try await LDAPLine().run(until: deadline) { () throws(LDAPError) in
            try LDAPConnection(to: settings.addresses[0], settings, until: deadline)
                .isPassword("", of: "uid=li.min,ou=people,dc=example,dc=com")
        }
        #expect(!isPassword)
        #expect(LDAPSettings.Searcher(dn: "cn=guanxi,dc=example,dc=com", password: "") == nil)
    }

    @Test("What is typed as a login is never read as a filter or a name", arguments: Way.allCases, [
        "*", "li*", "li.mi?", "li.min)(uid=*", "*)(|(uid=*", "li.min,ou=people,dc=example,dc=com", "li.min+cn=李敏", "\\6ci.min",
        "li.min))(|(objectClass=*", "a(b*c,d\\\\e",
    ])
    func injected(_ way: Way, _ login: String) async throws {
        #expect(try await way.directory().person(login: login, password: "竹子-bamboo-7") == nil)
        #expect(try await way.directory().person(login: login, password: "柳树-willow-9") == nil)
    }

    @Test("Of two entries that one login finds, neither is let in; each by itself is")
    func twins() async throws {
        let directory = try Way.tls.directory()
        for password in ["杨树-poplar-1", "杨树-poplar-2"] {
            #expect(try await directory.person(login: "zhao", password: password) == nil)
        }

        let guests = try Way.tls.directory { $0.base = "ou=guests,dc=example,dc=com" }
        let byMail = try Way.tls.directory { $0.filter = "(|(uid={login})(mail={login}))" }

        #expect(try await guests.person(login: "zhao", password: "杨树-poplar-2")?.name == "赵二")
        #expect(try await byMail.person(login: "li.min@example.com", password: "竹子-bamboo-7")?.login == "li.min")
        #expect(try await byMail.person(login: "twin@example.com", password: "杨树-poplar-2") == nil)
    }

    @Test("A certificate of another authority or another host, or no file of authorities, is refused", arguments: [Way.tls, .startTLS])
    func certificates(_ way: Way) async throws {
        let server = try LDAPServer()
        let port = way == .tls ? server.port + 1 : server.port
        let otherHost = try #require(LDAPAddress("\(way == .tls ? "ldaps" : "ldap")://localhost:\(port)"))

        let other = await failure(try way.directory { $0.authorities = server.folder + "/other-ca.pem" })
        let missing = await failure(try way.directory { $0.authorities = server.folder + "/nowhere.pem" })
        let elsewhere = await failure(try way.directory { $0.addresses = [otherHost] })

        #expect(other?.contains("unreachable") == true && missing?.contains("nowhere.pem") == true)
        #expect(elsewhere?.contains("unreachable") == true)
    }

    @Test("Settings that the directory does not agree with are an error, not a wrong password")
    func mistaken() async throws {
        let badSearcher = await failure(try Way.tls.directory { $0.searcher = .init(dn: "cn=guanxi,dc=example,dc=com", password: "another") })
        let noSearcher = await failure(try Way.tls.directory { $0.searcher = nil; $0.base = "dc=example,dc=org" })
        let noLogin = await failure(try Way.tls.directory { $0.loginAttribute = "employeeNumber" }, password: "竹子-bamboo-7")
        let badFilter = await failure(try Way.tls.directory { $0.filter = "(uid={login}" })

        #expect(badSearcher?.contains("bind of cn=guanxi") == true && noSearcher?.contains("search below") == true)
        #expect(noLogin?.contains("employeeNumber") == true && badFilter?.contains("search") == true)
    }

    @Test("A login that nobody has takes as many questions as one that somebody has, and the connection is closed", .timeLimit(.minutes(1)))
    func questions() async throws {
        let server = try SilentServer()
        let address = try #require(LDAPAddress(server.address))
        let requests = server.answer(Message.nothingMore, Message.wrongPassword)

        let directory = try Way.plain.directory { ($0.addresses, $0.searcher) = ([address], nil) }
        let person = try await directory.person(login: "ghost", password: "竹子-bamboo-7")

        // The search, the bind, and the good-bye.
        #expect(await requests.reduce(0) { count, _ in count + 1 } == 3)
        #expect(person == nil)
    }

    @Test("A server that is too busy to say whether the password is right does not say that it is wrong")
    func busy() async throws {
        let server = try SilentServer()
        server.answer(Message.busy)
        let address = try #require(LDAPAddress(server.address))

        let error = await failure(try Way.template.directory { ($0.addresses, $0.isPlain) = ([address], true) })

        #expect(error?.contains("busy") == true)
    }

    @Test("No other server is asked because this one names it")
    func referral() async throws {
        let server = try SilentServer(), other = try SilentServer()
        server.answer(Message.reference(to: other.address + "/dc=example,dc=com") + Message.nothingMore, Message.wrongPassword)
        let address = try #require(LDAPAddress(server.address))

        let directory = try Way.plain.directory { ($0.addresses, $0.searcher) = ([address], nil) }
        let person = try await directory.person(login: "li.min", password: "竹子-bamboo-7")

        #expect(person == nil && !other.hasVisitors)
    }

    @Test("A directory that nothing answers for, or that says nothing, is given up in time; the next address is tried", .timeLimit(.minutes(1)))
    func unreachable() async throws {
        let silent = try SilentServer()
        let reachable = try Way.tls.settings().addresses
        for scheme in ["ldap", "ldaps"] {
            let closed = try #require(LDAPAddress("\(scheme)://127.0.0.1:1")), mute = try #require(LDAPAddress("\(scheme)://127.0.0.1:\(silent.port)"))

            let refused = await failure(try Way.tls.directory { $0.addresses = [closed] })
            let late = await failure(try Way.tls.directory { $0.addresses = [mute]; $0.connectTime = .seconds(1); $0.time = .seconds(2) })
            let found = try await Way.tls.directory { $0.addresses = [closed, mute] + reachable; $0.connectTime = .seconds(1) }
                .person(login: "wang.fang", password: "松树-pine-8")

            #expect(refused?.contains("unreachable") == true && late?.contains("unreachable") == true)
            #expect(found?.name == "王芳")
        }
    }

    @Test("The thread that waits for a silent directory is free in time, and does nothing meanwhile", .timeLimit(.minutes(1)), arguments: ["ldap", "ldaps"])
    func silence(_ scheme: String) async throws {
        let silent = try SilentServer()
        let mute = try #require(LDAPAddress("\(scheme)://127.0.0.1:\(silent.port)"))
        var settings = try Way.tls.settings()
        settings.connectTime = .seconds(1)
        let deadline = LDAPDeadline(end: .now + .seconds(30))

        let busy = try await LDAPLine().run(until: deadline) { [settings] in
            let before = Self.clock()
            let error = #expect(throws: LDAPError.self) { try LDAPConnection(to: mute, settings, until: deadline) }
            #expect("\(error as Any)".contains("unreachable"))
            return Self.clock() - before
        }

        #expect(busy < 0.5)
    }

    /// The seconds for which this thread has kept a processor busy.
    private static func clock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test("More log-ins than the directory may have at once wait their turn; a line that is too long is refused", .timeLimit(.minutes(1)))
    func crowd() async throws {
        let directory = try Way.tls.directory { $0.time = .seconds(30) }
        let names = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<60 { group.addTask { try await directory.person(login: "li.min", password: "竹子-bamboo-7")?.name } }
            return try await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(names == Array(repeating: "李敏", count: 60))

        let silent = try SilentServer()
        let mute = try #require(LDAPAddress("ldap://127.0.0.1:\(silent.port)"))
        let stuck = try Way.tls.directory { $0.addresses = [mute]; ($0.connectTime, $0.time) = (.seconds(60), .seconds(4)) }
        let failures = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<200 { group.addTask { await failure(stuck) } }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(failures.filter { $0 == "busy" }.count == 200 - 16 - 128)
        #expect(failures.filter { $0?.contains("unreachable") == true }.count == 16 + 128)
    }

    @Test("An address is scheme, host and port; nothing else is taken", arguments: [
        "http://a", "ldap://", "ldap://a/dc=example", "ldap://a?x", "ldapi:///", "ldap://a ldap://b", "ldap://a:port", "ldap://u:p@a", "a",
    ])
    func addresses(_ text: String) {
        #expect(LDAPAddress(text) == nil)
        #expect(LDAPAddress("ldaps://[2001:db8::1]:636") != nil && LDAPAddress("ldap://dc1.example.com/") != nil)
    }
}

/// What the error says; nil when there was none.
private func failure(
    _ directory: @autoclosure () throws -> LDAPDirectory, password: String = "竹子-bamboo-7"
) async -> String? {
    do {
        _ = try await directory().person(login: "li.min", password: password)
        return nil
    } catch {
        return "\(error)"
    }
}
