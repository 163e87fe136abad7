import Foundation
import Testing

/// The commands as a new user would type them.
@Suite struct CommandTests {
    private func withProgram(_ body: (Program) throws -> Void) throws {
        let program = try Program()
        defer { program.remove() }
        try body(program)
    }

    @Test func `A file goes in by a YAML mapping, is changed by a second run, and comes out again`() throws {
        try withProgram { program in
            let (file, mapping) = (program.folder.appendingPathComponent("a.csv"), program.folder.appendingPathComponent("a.yaml"))
            try "号,公司,城市\n1,重庆宏途物流有限公司,重庆市\n2,甲,北京市\n3,,\n".write(to: file, atomically: true, encoding: .utf8)
            try "entity: customer\nmode: both\nmatch: [externalCode]\ndefaults: {kind: organisation}\ncolumns: {号: externalCode, 公司: name, 城市: address.city}\n"
                .write(to: mapping, atomically: true, encoding: .utf8)
            let arguments = ["import", "--database", program.database, "--mapping", mapping.path, file.path]

            let first = try program.run(arguments), second = try program.run(arguments)
            let saved = try program.run(["export", "--database", program.database, "customer", "--fields", "name,address"])
            let check = try program.run(["check", "--database", program.database])
            let jobs = try program.run(["jobs", "--database", program.database])

            #expect(first.output.contains("2 created, 0 updated, 0 unchanged, 1 refused"), "\(first)")
            #expect(second.output.contains("0 created, 0 updated, 2 unchanged, 1 refused"), "\(second)")
            #expect(saved.output.contains("重庆宏途物流有限公司,,,重庆市,,,"), "\(saved)")
            #expect(FileManager.default.fileExists(atPath: file.path + ".refused.csv"))
            #expect(check.status == 0 && check.output.contains("agrees"))
            #expect(jobs.status == 0 && jobs.output == "No jobs.\n")
        }
    }

    @Test func `Two files go in one after the other, contacts to the customers that their rows name, with what a row brings counted`() throws {
        try withProgram { program in
            func write(_ name: String, _ text: String) throws -> String {
                let url = program.folder.appendingPathComponent(name)
                try text.write(to: url, atomically: true, encoding: .utf8)
                return url.path
            }
            let customers = try write("customers.csv", "号,公司,联系人\nA-1,重庆宏途,王芳\nA-2,甲,\n")
            let contacts = try write("contacts.jsonl", #"{"客户":"A-1","name":"李明"}"# + "\n" + #"{"客户":"A-9","name":"无主"}"# + "\n")
            let mappings = [
                try write(
                    "customers.yaml",
                    "entity: customer\ndefaults: {kind: organisation}\ncolumns: {号: externalCode, 公司: name}\nchildren: [{entity: contact, columns: {联系人: name}}]\n"),
                try write("contacts.yaml", "entity: contact\ncolumns: {客户: {field: customer, by: externalCode}, name: name}\n"),
            ]
            let start = ["import", "--database", program.database, customers, contacts]

            let wrong = try program.run(start + ["--entity", "customer", "--mapping", mappings[0]])
            let loaded = try program.run(start + mappings.flatMap { ["--mapping", $0] })
            let refused = try String(contentsOfFile: contacts + ".refused.jsonl", encoding: .utf8)
            let saved = try program.run(["export", "--database", program.database, "contact", "--fields", "name,customer", "--sort", "name"])

            #expect(wrong.status != 0 && wrong.errors.contains("Error: "))
            #expect(loaded.output.contains("customers.csv: 2 rows") && loaded.output.contains("customers.csv: contact: 1 created, 0 updated, 0 unchanged"), "\(loaded)")
            #expect(loaded.output.contains("contacts.jsonl: 2 rows") && loaded.output.contains("1 created, 0 updated, 0 unchanged, 1 refused"), "\(loaded)")
            #expect(refused.contains("A-9") && refused.contains("无主") && refused.contains("客户: "))
            #expect(saved.output.contains("李明,K2600000001") && saved.output.contains("王芳,K2600000001"), "\(saved)")
        }
    }

    @Test func `A file is looked at beside the customers of a database`() throws {
        try withProgram { program in
            func path(_ name: String) -> String { program.folder.appendingPathComponent(name).path }
            func write(_ name: String, _ text: String) throws -> String {
                try text.write(toFile: path(name), atomically: true, encoding: .utf8)
                return path(name)
            }
            let customers = try write("customers.csv", "name,mobile,kind\n张伟,13712984650,person\n李娜,13712984651,person\n")
            let loaded = try program.run(["import", "--database", program.database, "--entity", "customer", customers])
            let file = try write("file.csv", "姓名,手机\n赵敏,13712984777\n張偉,137 1298 4650\n")
            let start = ["inspect", file, "--mapping", try write("map.yaml", "columns: {姓名: person, 手机: mobile}\n"), "--report", path("report.html"), "--pairs", path("pairs.csv")]

            let alone = try program.run(start)
            let lonely = try String(contentsOfFile: path("pairs.csv"), encoding: .utf8)
            let beside = try program.run(start + ["--database", program.database])
            let pairs = try String(contentsOfFile: path("pairs.csv"), encoding: .utf8)

            #expect(loaded.status == 0 && alone.status == 0 && beside.status == 0, "\(alone) \(beside)")
            #expect(lonely == "left,right,score,verdict\n" && !alone.output.contains("known"))
            #expect(pairs.hasPrefix("left,right,score,verdict\n2,code:K2600000001,") && pairs.hasSuffix(",same\n"), "\(pairs)")
            #expect(beside.output.contains("1 rows are known already, 0 more may be"), "\(beside)")
        }
    }

    @Test func `A user is made, gets a token, and a second password`() throws {
        try withProgram { program in
            let made = try program.run(["user", "li", "--name", "李敏", "--database", program.database], input: "correct horse Berlin\n")
            let again = try program.run(["user", "li", "--database", program.database], input: "battery staple Berlin\n")
            let short = try program.run(["user", "li", "--database", program.database], input: "short\n")
            let token = try program.run(["token", "li", "--database", program.database, "--scope", "customer:read"])
            let list = try program.run(["token", "list", "li", "--database", program.database])
            let id = String(list.output.prefix { $0 != "\t" })
            let revoked = try program.run(["token", "revoke", "li", id, "--database", program.database])
            let check = try program.run(["check", "--database", program.database])

            #expect([made.status, again.status, token.status] == [0, 0, 0])
            #expect(short.status == 1 && short.errors.contains("password"))
            #expect(list.output.contains("customer:read") && revoked.status == 0, "\(revoked)")
            #expect(check.output.contains("security log: 5 entries are as they were written"), "\(check)")
            #expect(token.output.trimmingCharacters(in: .newlines).count > 40)
        }
    }

    @Test func `Numbers are checked line by line, and a wrong call ends with 2`() throws {
        try withProgram { program in
            let file = program.folder.appendingPathComponent("numbers.txt")
            try Data("6217008319581962\n6217008319581963\n\n".utf8 + [0xFF, 0x0A]).write(to: file)

            let fromFile = try program.run(["validate", "bank-card", file.path])
            let fromInput = try program.run(["validate", "mobile", "--today", "2026-11-23"], input: "１３７１２９８４６５０\n")
            let wrong = try [["validate"], ["validate", "shoe-size"], ["validate", "mobile", "nowhere.txt"], ["validate", "mobile", "--colour"]].map { try program.run($0) }

            #expect(fromFile.status == 0)
            let reasons = fromFile.output.split(separator: "\n").map { $0.contains("\"reason\":null") ? "" : $0.contains("wrongCheckDigit") ? "digit" : $0.contains("empty") ? "empty" : "text" }
            #expect(reasons == ["", "digit", "empty", "text"], "\(fromFile)")
            #expect(fromInput.output.contains("\"number\":\"+8613712984650\"") && fromInput.output.contains("fullWidth"), "\(fromInput)")
            #expect(wrong.map(\.status) == [2, 2, 2, 2] && wrong.allSatisfy { $0.errors.contains("Error: ") && $0.output.isEmpty }, "\(wrong)")
        }
    }

    @Test(arguments: [
        ["import", "--database", "sqlite:x.sqlite", "--entity", "customer", "nowhere.csv"],
        ["import", "--database", "sqlite:x.sqlite", "--mapping", "nowhere.yaml", "nowhere.csv"],
        ["export", "--database", "sqlite:x.sqlite", "nothing"],
        ["export", "--database", "sqlite:x.sqlite", "customer", "--filter", "{"],
        ["token", "--database", "sqlite:x.sqlite", "nobody"],
        ["jobs", "--database", "sqlite:x.sqlite", "--state", "sleeping"],
        ["migrate", "--database", "mysql://x"],
        ["migrate", "--config", "nowhere.yaml"],
        ["migrate", "--database", "postgres://guanxi:secret@127.0.0.1:1/none"],
    ])
    func `What cannot be done ends with words, a status, and no secret`(_ arguments: [String]) throws {
        try withProgram { program in
            let ended = try program.run(arguments)

            #expect(ended.status != 0)
            #expect(ended.errors.contains("Error: ") && !ended.errors.contains("secret"), "\(ended)")
        }
    }
}
