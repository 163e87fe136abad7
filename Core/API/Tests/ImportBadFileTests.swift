import API
import Engine
import Formats
import Foundation
import HTTPTypes
import Kernel
import Store
import TestKit
import Testing

/// Files as they come on a bad day, through the door of import jobs: what can be read gets in, the rest is told.
@Suite struct ImportBadFileTests {
    @Test("A workbook that was cut off, and a table of a million columns, are refused as a whole")
    func unreadable() async throws {
        try await withServer(clock: Importing.clock) { server in
            let path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString).xlsx")
            defer { try? FileManager.default.removeItem(at: path) }
            let writer = try WorkbookWriter(file: path.path, sheet: "a", columns: ["name"], created: testTime)
            for number in 0..<2_000 { try writer.write([.text("甲 \(number)")]) }
            try writer.finish()
            let book = Array(try Data(contentsOf: path))
            let cut = try await Importing.bring(Array(book.prefix(book.count / 2)), named: "cut.xlsx", server)
            let wide = try await Importing.bring(String(repeating: "a,", count: 1_000_000) + "\n1\n", named: "wide.csv", server)

            for file in [cut, wide] {
                let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget")
                let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)
                #expect(preview.status == 422 && preview.problems == ["file:badFile"])
                #expect(job.state == .failed && job.trouble?.code == "badFile" && job.attempts == 1)
            }
        }
    }

    @Test("Lines of JSON have no more members than a table may have columns: each row would have a place for every one")
    func manyMembers() async throws {
        try await withServer(clock: Importing.clock) { server in
            let first = "{" + (0..<20_000).map { "\"m\($0)\":1" }.joined(separator: ",") + "}\n"
            let file = try await Importing.bring(first + String(repeating: "{\"1\":2}\n", count: 100), named: "a.jsonl", server)

            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget")
            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)

            #expect(preview.status == 422 && preview.problems == ["file:badFile"])
            #expect(job.state == .failed && job.trouble?.code == "badFile")
        }
    }

    @Test("Rows of another encoding, with NUL, of megabytes, or with an open quote cost only themselves", arguments: Dialect.allCases)
    func brokenRows(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            var bytes = Array("name,notes\n".utf8) + (1...20).flatMap { Array("甲,\($0 + 10)\n".utf8) }
            bytes += try TextEncoder(.gb18030).encode(Array("重庆,乱码\n".utf8))
            bytes += Array("乙\0,2\n".utf8)
            bytes += Array("长,".utf8) + Array(repeating: UInt8(ascii: "x"), count: 6 << 20) + [0x0A]
            bytes += Array("丙,\"开\n丁,4\n".utf8)
            let file = try await Importing.bring(bytes, named: "a.csv", server)

            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget").json
            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)

            #expect(preview["broken"]?.array?.compactMap { $0["line"] } == [22, 23, 24, 25], "\(preview["broken"]?.text ?? "")")
            #expect(job.state == .done && job.result["created"] == 21 && job.result["refused"] == 4, "\(job.result.text)")
            #expect(try await server.clerk.get("/api/v1/gadgets?name=\(encoded("丁"))").data.count == 1)
        }
    }

    @Test("A preview reads no further than a few megabytes, whatever comes")
    func endlessLine() async throws {
        try await withServer(clock: Importing.clock) { server in
            let bytes = Array("name\n甲\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 12 << 20) + Array("\n乙\n".utf8)
            let file = try await Importing.bring(bytes, named: "a.csv", server)

            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget").json

            #expect(preview["rows"] == [["甲"]] && preview["isWhole"] == false)
            #expect(preview["broken"]?.array?.compactMap { $0["line"] } == [3])
        }
    }

    @Test("Days that never were and numbers that a spreadsheet destroyed are refused by name", arguments: Dialect.allCases)
    func spoiled(_ dialect: Dialect) async throws {
        try await withServer(dialect, clock: Importing.clock) { server in
            let table = """
                name,madeOn,phone,passport,code
                日,2023/2/30,,,
                话,,1.38E+10,,
                证,,,110101199003070000,
                号,,,,6222021234567890000
                好,2023/2/28,13800138000,,G-1
                真,,,110101199001031000,
                """
            let file = try await Importing.bring(table, server)

            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)

            let rows = try await server.clerk.get("/api/v1/imports/\(job.id)/refusals").data
            let reasons = rows.compactMap { $0["reasons"]?.array?.first }.map { "\($0["field"]?.string ?? ""):\($0["code"]?.string ?? "")" }
            // One card in a thousand ends in three zeros of its own, and its check digit says so.
            #expect(job.result["created"] == 2 && job.result["refused"] == 4, "\(job.result.text)")
            #expect(reasons == ["madeOn:badDate", "phone:spoiled", "passport:spoiled", "code:spoiled"])
            // What is kept encrypted once it is taken stays out of what is said about it.
            #expect(rows[2]["reasons"]?.array?.first?["message"]?.string?.contains("1101") == false)
        }
    }

    @Test("A bomb is refused where it begins to swell, in the words of whoever brought it; what came before it stays told")
    func bomb() async throws {
        try await withServer(clock: Importing.clock) { server in
            let path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString).xlsx")
            defer { try? FileManager.default.removeItem(at: path) }
            let writer = try WorkbookWriter(file: path.path, sheet: "a", columns: ["name", "notes"], created: testTime)
            let filling = String(repeating: "a", count: 32_000)
            for _ in 0..<1_500 { try writer.write([.text("甲"), .text(filling)]) }
            try writer.finish()
            let bytes = Array(try Data(contentsOf: path))
            #expect(bytes.count < 200_000)
            let file = try await Importing.bring(bytes, named: "bomb.xlsx", server)

            let job = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)

            #expect(job.state == .failed && job.trouble?.code == "badFile" && job.attempts == 1, "\(job)")
            // Whoever brought it is told why, and nobody else but administrators.
            let told = try await server.clerk.get("/api/v1/jobs/\(job.id)").json["error"]?["detail"]?.string
            #expect(told?.contains("packed in a way that only attacks are") == true, "\(job)")
        }
    }

    @Test("A name of a column that stands there twice is told apart, and refused where nobody says what it is")
    func headerTwice() async throws {
        try await withServer(clock: Importing.clock) { server in
            let file = try await Importing.bring("name,amount,name\n甲,1,乙\n", server)

            let preview = try await server.clerk.get("/api/v1/import-files/\(file)/preview?entity=gadget").json
            let blind = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget"]], server)
            let columns: JSON = ["name": "name", "amount": "amount", "name (2)": "notes"]
            let told = try await Importing.run(["file": .string(file), "mapping": ["entity": "gadget", "columns": columns]], server)

            #expect(preview["header"] == ["name", "amount", "name (2)"])
            #expect(blind.state == .failed && blind.trouble?.code == "badFile" && blind.trouble?.detail.contains("name (2)") == true, "\(blind)")
            #expect(told.result["created"] == 1)
        }
    }

    @Test("What is wrong with a row is said with its line, in Chinese and in English", arguments: [
        ("zh-CN", ["不是有效的日期", "科学计数法", "15 位数字", "空字符", "引号没有闭合", "无法识别的文字编码", "列"]),
        ("en", ["date", "power of ten", "15 digits", "zero byte", "quote is not closed", "no text of the file's encoding", "column"]),
    ])
    func words(_ language: String, _ words: [String]) async throws {
        try await withServer(clock: Importing.clock) { server in
            var bytes = Array("name,madeOn,phone,code\n日,2023/2/30,,\n话,,1.38E+10,\n号,,,6222021234567890000\n空\0,,,\n开,\"2023,,\n".utf8)
            bytes += Array("码".utf8) + [0xFF, 0x2C, 0x2C, 0x2C, 0x0A] + Array("短,\n".utf8)
            let file = try await Importing.bring(bytes, named: "a.csv", server)
            let job = try await Importing.run(["file": .string(file), "encoding": "UTF-8", "mapping": ["entity": "gadget"]], server)

            let rows = try await server.clerk.get("/api/v1/imports/\(job.id)/refusals", [.acceptLanguage: language]).data

            #expect(rows.map { $0["line"] } == [2, 3, 4, 5, 6, 7, 8], "\(rows)")
            for (row, word) in zip(rows, words) {
                let said = (row["reasons"]?.array ?? []).compactMap { $0["message"]?.string }.joined()
                #expect(said.contains(word), "\(said)")
            }
        }
    }
}
