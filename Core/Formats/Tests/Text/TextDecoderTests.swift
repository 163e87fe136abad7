import Formats
import Foundation
import Testing

@Suite struct TextDecoderTests {
    private static let table = "编号,名称\r\nK-1,西湖茶叶有限公司\r\nK-2,𠮷野家一号店\r\nK-3,Café\r\n"

    @Test(arguments: TextEncoding.allCases, [true, false])
    func `the encoding is found by looking, wherever the chunks are cut`(encoding: TextEncoding, hasMark: Bool) throws {
        let bytes = try TextEncoder(encoding, hasMark: hasMark).encode(Array(Self.table.utf8))
        if hasMark { #expect(bytes.starts(with: encoding.byteOrderMark)) }

        for size in [1, 2, 3, 7, bytes.count] {
            let decoder = TextDecoder()
            #expect(try text(bytes, decoder, size) == Self.table)
            #expect(decoder.encoding == encoding)
            #expect(decoder.brokenCount == 0)
        }
    }

    @Test func `the choice waits for the first byte that is not ASCII`() throws {
        let ascii = String(repeating: "1,2,3\n", count: 50_000)
        for encoding in [TextEncoding.utf8, .gb18030] {
            let bytes = try TextEncoder(encoding, hasMark: false).encode(Array((ascii + Self.table + ascii).utf8))
            let decoder = TextDecoder()

            #expect(try text(bytes, decoder, 10_000) == ascii + Self.table + ascii)
            #expect(decoder.encoding == encoding)
        }
        let decoder = TextDecoder()
        #expect(try text(Array(ascii.utf8), decoder, 10_000) == ascii)
        #expect(decoder.encoding == nil)
    }

    @Test func `GB18030 reads GBK and codes of four bytes`() throws {
        #expect(try text([0xD5, 0xC5, 0xC8, 0xFD, 0x2C, 0x81, 0x40]) == "张三,丂")
        #expect(try text([0x95, 0x32, 0x82, 0x36, 0x0A]) == "𠀀\n")
    }

    @Test func `a broken place is replaced, counted and named by line and byte`() throws {
        let good = Array("张三,北京\n李四,上海\r\n".utf8)
        let decoder = TextDecoder()

        let text = try text(good + [0xFF, 0xFE, 0x2C, 0x61, 0x0A] + good + [0xE5, 0xBC], decoder, 5)

        #expect(text == "张三,北京\n李四,上海\r\n\u{FFFD},a\n张三,北京\n李四,上海\r\n\u{FFFD}")
        #expect(decoder.brokenCount == 2)
        #expect(decoder.broken.map(\.line) == [3, 6])
        #expect(decoder.broken.map(\.offset) == [good.count, good.count * 2 + 5])
    }

    @Test func `only the first hundred broken places are kept`() throws {
        let decoder = TextDecoder(encoding: .utf8)

        _ = try text(Array(repeating: [0x61, 0xFF], count: 1_000).flatMap { $0 }, decoder, 64)

        #expect(decoder.brokenCount == 1_000)
        #expect(decoder.broken.count == 100)
    }

    @Test func `a few lines of another encoding break where they stand`() throws {
        let gbk = try TextEncoder(.gb18030).encode(Array("王五,广州市天河区\n".utf8)), utf8 = Array("王五,广州市天河区\n".utf8)
        for (most, few, encoding) in [(utf8, gbk, TextEncoding.utf8), (gbk, utf8, .gb18030)] {
            let decoder = TextDecoder(replacement: TextDecoder.refusal)
            let bytes = Array(repeating: most, count: 20).flatMap { $0 } + few + most

            let lines = (try decoder.feed(bytes) + decoder.finish()).split(separator: 0x0A)

            #expect(decoder.encoding == encoding)
            #expect(Set(decoder.broken.map(\.line)) == [21])
            #expect(lines.count == 22)
            #expect(lines.enumerated().filter { $0.element.contains(0xFF) }.map(\.offset) == [20])
            #expect(lines.count { $0.elementsEqual(utf8.dropLast()) } == 21)
        }
    }

    @Test func `words that GB18030 writes with rare bytes are not taken for UTF-8`() throws {
        // Every one of these begins with a byte that begins a character of UTF-8 too.
        let text = String(repeating: "娅,婷,嫣,琳,绮,纾,骅,钰,镕,鑫,娜,嫱,浔,滢,潇\n", count: 2_000)
        let decoder = TextDecoder()

        let decoded = try self.text(TextEncoder(.gb18030).encode(Array(text.utf8)), decoder, 4_096)

        #expect(decoded == text)
        #expect(decoder.brokenCount == 0)
    }

    @Test func `what is no text is refused with the first byte that fits nothing`() throws {
        // Latin-1: Café,Noé
        let bytes = Array("a,b\nCaf".utf8) + [0xE9, 0x2C, 0x4E, 0x6F, 0xE9, 0x0A]

        let error = #expect(throws: UnknownEncoding.self) { try text(bytes) }
        #expect(error?.offset == 7)
    }

    @Test func `zeros do not make a file UTF-16, and pass through`() throws {
        let bytes = Array("编号,名称\nK-1,\0张三\nK-2,李四\n".utf8)

        #expect(try text(bytes) == String(decoding: bytes, as: UTF8.self))
        #expect(try text([0x61, 0, 0, 0x62]) == "a\0\0b")
    }

    @Test func `half a character at the end of UTF-16 is broken`() throws {
        let decoder = TextDecoder()

        #expect(try text([0xFF, 0xFE, 0x20, 0x5F, 0x00], decoder) == "张\u{FFFD}".replacing("张", with: "\u{5F20}"))
        #expect(decoder.brokenCount == 1)
    }

    @Test func `nothing is no text, and no error`() throws {
        #expect(try text([]) == "")
        #expect(try text([0xEF, 0xBB, 0xBF]) == "")
    }

    @Test func `text goes out with the mark that spreadsheets want`() throws {
        let utf8 = try TextEncoder(.utf8), gb18030 = try TextEncoder(.gb18030)
        let text = Array("张三🙂".utf8)

        #expect(utf8.encode(text) + utf8.encode(text) == [0xEF, 0xBB, 0xBF] + text + text)
        #expect(text.flatMap { gb18030.encode([$0]) } == [0xD5, 0xC5, 0xC8, 0xFD, 0x95, 0x30, 0x85, 0x32])
    }

    private func text(_ bytes: [UInt8], _ decoder: TextDecoder = TextDecoder(), _ size: Int = 1 << 20) throws -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            text += try decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return String(decoding: try text + decoder.finish(), as: UTF8.self)
    }
}
