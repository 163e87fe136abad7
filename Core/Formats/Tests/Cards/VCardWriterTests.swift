import Formats
import Foundation
import Testing

@Suite struct VCardWriterTests {
    private static let card = VCard([
        VCardProperty("FN", "张三, 经理; \\ 销售"), VCardProperty("N", .components([["张"], ["三"], ["小", "大,明"], [""], [""]])),
        VCardProperty("TEL", "+86 571 8888 6666", types: ["work", "voice"]), VCardProperty("NOTE", "第一行\n" + String(repeating: "很长的第二行", count: 30)),
        VCardProperty("PHOTO", .data(Array(0...255), mediaType: "image/png")), VCardProperty("URL", .uri("https://example.com/a;b,c")),
        VCardProperty("ADR", .components([[""], [""], ["龙井路"], ["杭州"], [""], [""], [""]]), group: "item1", parameters: [VCardParameter("LABEL", ["a:\"b\"\n^c"])]),
        VCardProperty("X-CUSTOM", .components([["x"], ["y;z"]])),
    ])

    @Test(arguments: VCardWriter.Version.allCases)
    func `a card is read back as it was written`(version: VCardWriter.Version) throws {
        let read = try read(written(Self.card, version))

        #expect(read.version.rawValue == version.rawValue)
        #expect(read.properties.map(\.value) == Self.card.properties.map(\.value))
        #expect(read.properties.map(\.group) == Self.card.properties.map(\.group))
        #expect(read.first("TEL")?.types == ["work", "voice"])
        #expect(read.first("ADR")?.parameter("LABEL") == ["a:\"b\"\n^c"])
    }

    @Test(arguments: VCardWriter.Version.allCases)
    func `lines have at most 75 bytes and whole characters`(version: VCardWriter.Version) {
        let lines = written(Self.card, version).split(separator: Array("\r\n".utf8), omittingEmptySubsequences: false)

        #expect(lines.count > 10)
        #expect(lines.allSatisfy { $0.count <= 75 && String(validating: $0, as: UTF8.self) != nil })
    }

    @Test func `a card has the names that its version asks for`() throws {
        let card = VCard([VCardProperty("ORG", .components([["西湖茶叶"], ["销售"]])), VCardProperty("EMAIL", "a@example.com")])

        #expect(text(card, .v3).contains("FN:西湖茶叶\r\nN:西湖茶叶;;;;\r\n"))
        #expect(text(card, .v4).contains("FN:西湖茶叶\r\n"))
        #expect(!text(card, .v4).contains("\r\nN:"))
        #expect(text(VCard([VCardProperty("N", .components([["Doe"], ["Jo"]]))]), .v4).contains("FN:Jo Doe"))
    }

    @Test func `nothing in a value begins a property of its own`() throws {
        let evil = "x\r\nEND:VCARD\r\nBEGIN:VCARD\nFN:evil\rNOTE:\u{0}\u{7}"
        let card = VCard([
            VCardProperty("FN", evil), VCardProperty("URL", .uri(evil)), VCardProperty("N\r\nX", "x"),
            VCardProperty("TEL", .text("1"), group: "a\nb", parameters: [VCardParameter("TYPE", [evil]), VCardParameter("A\n", ["x"])]),
        ])

        for version in VCardWriter.Version.allCases {
            let read = try read(written(card, version))
            #expect(read.formattedName == "x\nEND:VCARD\nBEGIN:VCARD\nFN:evil\nNOTE:")
            #expect(Set(read.properties.map(\.name)).isSubset(of: ["FN", "N", "URL", "TEL"]))
        }
    }

    private func written(_ card: VCard, _ version: VCardWriter.Version) -> [UInt8] {
        var writer = VCardWriter(version)
        writer.write(card)
        return writer.take()
    }

    private func text(_ card: VCard, _ version: VCardWriter.Version) -> String { String(decoding: written(card, version), as: UTF8.self) }

    private func read(_ bytes: [UInt8]) throws -> VCard {
        var reader = VCardReader()
        let cards = reader.feed(bytes) + reader.finish()
        #expect(cards.count == 1)
        return try #require(cards.first).get()
    }
}
