import Foundation
import Kernel
import Testing

@Suite struct TextsTests {
    @Test(
        arguments: [
            (nil, .chinese), ("", .chinese), ("en", .english), ("en-US,en;q=0.9", .english), ("zh-CN,zh;q=0.9,en;q=0.8", .chinese),
            ("fr, en;q=0.1", .english),
            ("fr,de", .chinese), ("*", .chinese), ("en;q=0.5, zh;q=0.8", .chinese), ("en;q=0.8, zh;q=0.5", .english),
            ("en, zh", .english), ("zh, en", .chinese),
            ("zh;q=0, en", .english), ("zh;q=0, *", .english), ("en;q=0", .chinese), ("EN-gb ; Q=1", .english),
            ("zh-Hant-TW", .chinese), ("enm", .chinese),
            ("english", .chinese), ("en;q=nan, zh;q=0.1", .chinese), ("en;q=2, zh;q=0.1", .chinese),
            ("en;q=-1, zh;q=0.1", .chinese), ("en;q=x", .chinese),
            (",,;;,=", .chinese), ("en;level=1;q=0.2, zh;q=0.1", .english), ("zh;q=0, en;q=0", .chinese),
        ] as [(String?, Language)])
    func `the best language of a header is taken`(header: String?, language: Language) {
        #expect(Language(accepting: header) == language)
    }

    @Test func `texts are filled with their values`() throws {
        let texts = try texts(chinese: ["hello": "你好 {name}，{name}！{count} {other}"], english: ["hello": "Hello {name}"])

        #expect(texts.text("hello", .chinese, ["name": "张三", "count": "3"]) == "你好 张三，张三！3 {other}")
        #expect(texts.text("hello", .english, ["name": "Li"]) == "Hello Li")
        #expect(texts.text("hello", .english) == "Hello {name}")
    }

    @Test func `what a value says is never filled again`() throws {
        let texts = try texts(chinese: ["x": "{a} {b} { {"], english: [:])

        for _ in 0..<20 { #expect(texts.text("x", .chinese, ["a": "{b}", "b": "{a}"]) == "{b} {a} { {") }
    }

    @Test func `a missing text shows itself`() throws {
        let texts = try texts(chinese: ["only": "只有"], english: [:])

        #expect(texts.text("only", .english) == "只有")
        #expect(texts.text("gone", .english) == "gone")
        #expect(texts.has("only", .chinese) && !texts.has("only", .english))
    }

    @Test func `later texts replace earlier ones`() throws {
        var texts = try texts(chinese: ["a": "1", "b": "2"], english: [:])

        texts.merge(try self.texts(chinese: ["b": "3", "c": "4"], english: ["a": "5"]))

        #expect(texts.keys(.chinese) == ["a", "b", "c"])
        #expect(texts.text("b", .chinese) == "3")
        #expect(texts.text("a", .english) == "5")
    }

    private func texts(chinese: [String: String], english: [String: String]) throws -> Texts {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try JSONEncoder().encode(chinese).write(to: folder.appendingPathComponent("zh-CN.json"))
        try JSONEncoder().encode(english).write(to: folder.appendingPathComponent("en.json"))
        return try Texts(folder: folder)
    }
}
