import Formats
import Foundation
import Testing

@Suite struct VCardReaderTests {
    @Test func `a card of 4.0 comes with its parts`() throws {
        let card = try one(
            """
            BEGIN:VCARD\r
            VERSION:4.0\r
            FN:张三\\, 经理\r
            N:张;三;小明,大明;先生;\r
            ORG:西湖茶叶;销售\\;部\r
            item1.TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+86-571-8888-6666;ext=102\r
            item1.X-ABLabel:_$!<Work>!$_\r
            ADR;TYPE=work;LABEL="杭州^n龙井路 1 号":;;龙井路 1 号;杭州;浙江;310000;中国\r
            NOTE:第一行\\n第\r
              二行\r
            X-CUSTOM;P=a,"b;c":x;y\\;z\r
            URL:https://example.com/a;b,c\r
            END:VCARD\r

            """)

        #expect(card.version == .v4)
        #expect(card.formattedName == "张三, 经理")
        #expect(card.name?.family == "张")
        #expect(card.name?.additional == "小明 大明")
        #expect(card.organisation == ["西湖茶叶", "销售;部"])
        let phone = try #require(card.first("TEL")), address = try #require(card.first("ADR"))
        #expect(phone.value == .uri("tel:+86-571-8888-6666;ext=102"))
        #expect(phone.types == ["work", "voice"])
        #expect(phone.isPreferred)
        #expect(card.label(of: phone) == "Work")
        #expect(VCardAddress(address)?.locality == "杭州")
        #expect(VCardAddress(address)?.code == "310000")
        #expect(address.parameter("LABEL") == ["杭州\n龙井路 1 号"])
        #expect(card.first("NOTE")?.text == "第一行\n第 二行")
        #expect(card.first("X-CUSTOM")?.parameter("P") == ["a", "b;c"])
        #expect(card.first("X-CUSTOM")?.components == [["x"], ["y;z"]])
        #expect(card.first("URL")?.value == .uri("https://example.com/a;b,c"))
    }

    @Test func `phones of 2.1 are understood`() throws {
        let card = try one(
            """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=
            =89;;;
            TEL;CELL;PREF:13800138000
            NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=GB2312:=D5=C5=C8=FD=0D=0A=
            b, C:\\new\\x; d
            ORG:A, B;C
            PHOTO;JPEG;ENCODING=BASE64:
             AQID
             BA==

            AGENT:
            BEGIN:VCARD
            FN:assistant
            END:VCARD
            TITLE:经理
            END:VCARD
            """)

        #expect(card.version == .v2)
        #expect(card.name?.family == "张")
        #expect(card.name?.given == "三")
        #expect(card.first("TEL")?.types == ["cell", "pref"])
        #expect(card.first("NOTE")?.text == "张三\r\nb, C:\\new\\x; d")
        #expect(card.organisation == ["A, B", "C"])
        #expect(card.first("PHOTO")?.value == .data([1, 2, 3, 4], mediaType: "image/jpeg"))
        #expect(card.first("TITLE")?.text == "经理")
        #expect(card.first("FN") == nil)
    }

    @Test(arguments: [
        "PHOTO;ENCODING=b;TYPE=PNG:AQID", "PHOTO:data:image/png;base64,AQID", "PHOTO;TYPE=png;ENCODING=BASE64:AQ\r\nID",
        "photo;encoding=B;type=image/png:AQ\r\n ID",
    ])
    func `a picture is bytes with a type`(line: String) throws {
        #expect(try one("BEGIN:VCARD\r\nFN:x\r\n\(line)\r\nEND:VCARD").first("PHOTO")?.value == .data([1, 2, 3], mediaType: "image/png"))
    }

    @Test func `a picture elsewhere is its address`() throws {
        #expect(
            try one("BEGIN:VCARD\nPHOTO;VALUE=URL:https\\://example.com/p.jpg\nEND:VCARD").first("PHOTO")?.value == .uri("https://example.com/p.jpg"))
    }

    @Test func `a file in GBK without a word about it is read`() throws {
        let bytes = try TextEncoder(.gb18030).encode(Array("BEGIN:VCARD\nVERSION:3.0\nFN:张三\nTITLE;X=李四:王五\nEND:VCARD\n".utf8))
        var reader = VCardReader()

        let card = try #require((reader.feed(bytes) + reader.finish()).first).get()

        #expect(card.formattedName == "张三")
        #expect(card.first("TITLE")?.parameter("X") == ["李四"])
    }

    @Test func `cards are the same wherever the chunks are cut`() throws {
        let bytes = Array("\u{FEFF}BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张\r\n 三\r\nEND:VCARD\r\n\r\nbegin:vcard\rFN:b\rEND:VCARD\r".utf8)

        for size in 1...bytes.count {
            var reader = VCardReader(), cards: [VCardReader.Card] = []
            for start in stride(from: 0, to: bytes.count, by: size) { cards += reader.feed(Array(bytes[start..<min(start + size, bytes.count)])) }
            cards += reader.finish()
            #expect(try cards.map { try $0.get().formattedName } == ["张三", "b"])
        }
    }

    @Test func `a card without an end costs itself only`() {
        #expect(read("BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD\nBEGIN:VCARD\nFN:c") == ["1 !unfinished", "b", "6 !unfinished"])
        #expect(read("FN:a\nEND:VCARD\nnonsense\n").isEmpty)
        #expect(read("BEGIN:VCARD\nno property\n:x\n;\nFN:a\nEND:VCARD") == ["a"])
    }

    @Test func `properties and cards that are too long cost their card only`() {
        var limits = VCardLimits()
        limits.propertyBytes = 1_000
        limits.cardBytes = 2_000
        limits.properties = 50
        let line = String(repeating: "x", count: 1_001), folded = Array(repeating: " " + line.prefix(100), count: 20).joined(separator: "\n")
        let good = "BEGIN:VCARD\nFN:good\nEND:VCARD\n"

        for body in ["NOTE:\(line)", "NOTE:\n\(folded)"] {
            #expect(read("BEGIN:VCARD\n\(body)\nFN:a\nEND:VCARD\n\(good)", limits) == ["1 !propertyTooLong", "good"])
        }
        for body in [Array(repeating: "NOTE:\(line.prefix(900))", count: 3), Array(repeating: "X:1", count: 51)] {
            #expect(read("BEGIN:VCARD\n\(body.joined(separator: "\n"))\nEND:VCARD\n\(good)", limits) == ["1 !cardTooLong", "good"])
        }
    }

    @Test func `a picture in many short lines is read in bounded time`() throws {
        let lines = String(repeating: " " + String(repeating: "A", count: 72) + "\r\n", count: 100_000)

        let card = try one("BEGIN:VCARD\r\nPHOTO;ENCODING=b:\r\n\(lines)END:VCARD\r\n")

        #expect(card.first("PHOTO")?.value == .data(Array(repeating: 0, count: 5_400_000), mediaType: nil))
    }

    private func one(_ text: String) throws -> VCard {
        var reader = VCardReader()
        let cards = reader.feed(Array(text.utf8)) + reader.finish()
        #expect(cards.count == 1)
        return try #require(cards.first).get()
    }

    private func read(_ text: String, _ limits: VCardLimits = VCardLimits()) -> [String] {
        var reader = VCardReader(limits: limits)
        return (reader.feed(Array(text.utf8)) + reader.finish()).map { card in
            switch card {
            case .success(let card): card.formattedName ?? ""
            case .failure(let error): "\(error.line) !\(error.problem)"
            }
        }
    }
}
