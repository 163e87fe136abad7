import Documents
import Foundation
import Kernel
import Testing

@Suite struct PaginationTests {
    private static func table(rows: Int, _ more: String = "") -> String {
        let rows = (1...rows).map { "<tr><td>row \($0).</td><td align=\"right\">\($0)</td></tr>" }.joined()
        return "<table columns=\"* 40mm\"><thead><tr><th>Head</th><th>Sum</th></tr></thead>\(rows)\(more)</table>"
    }

    @Test func `A table goes on over pages with its header, and its total comes once`() async throws {
        let lines = JSON.array((1...200).map { ["name": .string("Item \($0).")] })
        let source = """
            <document><header><p>Top</p></header><footer><p>第 <page> 页 共 <pages> 页</p></footer>
            <table columns="*"><thead><tr><th>Name of it</th></tr></thead>{{#lines}}<tr><td>{{name}}</td></tr>{{/lines}}
            <tfoot><tr><td>Total 200</td></tr></tfoot></table></document>
            """

        let pages = try await Drawn(source, ["lines": lines]).pages()

        #expect(pages.count >= 3)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Name of it"))
            #expect(page.contains("Top"))
            #expect(page.filter { !$0.isWhitespace }.contains("第\(index + 1)页共\(pages.count)页"))
        }
        #expect(pages.map { $0.contains("Total 200") } == Array(repeating: false, count: pages.count - 1) + [true])
        let all = pages.joined()
        let places = (1...200).map { all.range(of: "Item \($0).")?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }

    @Test func `The total never stands alone on a page`() async throws {
        for rows in 30...40 {
            let pages = try await Drawn("<document>\(Self.table(rows: rows, "<tfoot><tr><td>Total</td></tr></tfoot>"))</document>").pages()

            #expect(pages.last?.contains("row \(rows).") == true)
        }
    }

    @Test func `The first page may have another header than the rest`() async throws {
        let source = """
            <document><header on="first"><p>Letterhead</p></header><header on="others"><p>Continued</p></header>
            <p>one</p><page-break><p>two</p></document>
            """

        let pages = try await Drawn(source).pages()

        #expect(pages.map { $0.contains("Letterhead") } == [true, false])
        #expect(pages.map { $0.contains("Continued") } == [false, true])
    }

    @Test func `A heading stays with the text below it`() async throws {
        for height in stride(from: 680, through: 716, by: 6) {
            let pages = try await Drawn("<document><space height=\"\(height)pt\"><h2>Heading</h2><p>Below</p></document>").pages()

            #expect(pages.count { $0.contains("Heading") && $0.contains("Below") } == 1)
        }
    }

    @Test func `A row that may not be split moves, one that may goes on`() async throws {
        let text = (1...30).map { "part \($0)." }.joined(separator: "<br>")
        func pages(_ split: String) async throws -> [String] {
            let row = "<table columns=\"*\"><tr split=\"\(split)\"><td>\(text)</td></tr></table>"
            return try await Drawn("<document><p>Before</p><space height=\"350pt\">\(row)</document>").pages()
        }

        let (whole, split) = (try await pages("no"), try await pages("yes"))

        #expect(whole.map { $0.contains("part 1.") } == [false, true])
        #expect(split.map { $0.contains("part 1.") } == [true, false])
        #expect(split[1].contains("part 30."))
    }

    @Test func `A row taller than a page is split whatever it says`() async throws {
        let text = (1...120).map { "part \($0)." }.joined(separator: "<br>")

        let pages = try await Drawn("<document><table columns=\"*\"><tr><td>\(text)</td></tr></table></document>").pages()

        #expect(pages.count == 3)
        #expect(pages[2].contains("part 120."))
    }

    @Test func `A word longer than a line is broken, without a hyphen`() async throws {
        let word = String(repeating: "0123456789", count: 30)

        let drawn = try await Drawn("<document><p>{{a}}</p></document>", ["a": .string(word)])

        #expect(try drawn.words().replacing(" ", with: "") == word)
        #expect(try drawn.pages()[0].split(separator: "\n").count > 2)
    }

    @Test func `A line does not begin with a full stop`() async throws {
        let text = String(repeating: "一二三四五六七。", count: 60)

        for size in ["9pt", "10pt", "11pt", "12pt"] {
            let page = try await Drawn("<document size=\"\(size)\"><p>\(text)</p></document>").pages()[0]

            #expect(!page.split(separator: "\n").contains { $0.hasPrefix("。") })
        }
    }

    @Test func `Numbers at the right end at one edge`() async throws {
        let source = "<document><table columns=\"60mm 40mm\"><tr><td>a</td><td align=\"right\">1</td></tr><tr><td>b</td><td align=\"right\">1,234.50</td></tr></table></document>"

        let ends = try await Drawn(source).rightEdges()

        #expect(abs(try #require(ends["1"]) - (try #require(ends["1,234.50"]))) < 0.1)
    }
}
