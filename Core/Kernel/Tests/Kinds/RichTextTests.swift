import Foundation
import Kernel
import Testing

@Suite struct RichTextTests {
    let kind = RichTextKind(maximum: 1_000)

    @Test(arguments: [
        "<script>alert(1)</script>", "<SCRIPT SRC=//x.cn/a.js></SCRIPT>", "<script", "<script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<<script>alert(1)//<</script>", "<img src=x onerror=alert(1)>", "<img src=\"x\" onerror='alert(1)'",
        "<p onclick=alert(1)>x</p>",
        "<b/onmouseover=alert(1)>x</b>", "<p style=\"background:url(javascript:alert(1))\">x</p>", "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><p><style><!--</style><img src=x onerror=alert(1)>-->",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src=javascript:alert(1)></iframe>", "<object data=x></object>", "<embed src=x>", "<link rel=stylesheet href=x>",
        "<base href=//x>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<a href=\"javascript:alert(1)\">x</a>", "<a href=\" javascript:alert(1)\">x</a>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>", "<a href='javascript:alert(1)'>x</a>", "<a href=javascript:alert(1)>x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>", "<a href=\"vbscript:x\">x</a>", "<a href=\"//x.cn\">x</a>",
        "<a href=\"https://x\" onclick=\"alert(1)\">x</a>", "<a href=\"https://x\"\u{301}/onmouseover=alert(1)//\">x</a>",
        "<a href=\"https://x\u{301}\" onclick=alert(1)>x</a>", "<a href='https://x\"onclick=alert(1) '>x</a>",
        "<a href=\"https://x'onclick=alert(1)\">x</a>",
        "<a title='href=\"https://x\"' href=\"javascript:alert(1)\">x</a>", "<p>\u{301}<script>alert(1)</script>",
        "<\u{301}script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->", "<!-- x --!><img src=x onerror=alert(1)>", "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml?><script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "<template><img src=x onerror=alert(1)></template>",
        "<title><a href=\"</title><img src=x onerror=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<p title=\"><img src=x onerror=alert(1)>\">",
        "</p><script>alert(1)</script>",
        "<textarea></textarea><img src=x onerror=alert(1)>", "<details open ontoggle=alert(1)>", "<x-y onclick=alert(1)>z</x-y>",
        "<p<script>alert(1)</script>",
    ])
    func `nothing executable survives`(html: String) throws {
        let kept = try kind.check(html)

        #expect(isHarmless(kept), "\(kept)")
    }

    @Test func `no mixture of broken tags survives`() throws {
        let pieces = [
            "<", ">", "\"", "'", "/", "=", " ", "\u{301}", "\u{338}", "a", "p", "script", "svg", "href=\"https://x", "href=",
            "onclick=alert(1)", "javascript:",
            "<!--", "-->", "</", "<a ", "<script>", "</script>", "&lt;", "&", "\\", "`", "\n", "<p>", "</p>", "<br/>", "中",
        ]
        var random = SeededRandom(5)

        for _ in 0..<5_000 {
            let html = (0..<Int.random(in: 1...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let kept = try kind.check(html)
            #expect(isHarmless(kept), "\(html) → \(kept)")
            #expect(try kind.check(kept).utf8.elementsEqual(kept.utf8), "\(html) → \(kept)")
        }
    }

    @Test(arguments: [
        ("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"), ("<P CLASS=x>a</P>", "<p>a</p>"), ("a<br/>b<BR>c", "a<br>b<br>c"),
        ("<div>a</div>", "a"), ("1 < 2 > 0 & 3", "1 &lt; 2 &gt; 0 & 3"), ("a<!-- note -->b", "ab"),
        ("<b><i>x</b></i>y", "<b><i>x</i></b>y"),
        ("</table></p>x", "x"), ("<ul><li>x", "<ul><li>x</li></ul>"), ("x<script>a</script>y<style>b</style>z", "xyz"),
        (
            "<a href=\"https://x.cn/a?b=1&amp;c=2\" target=_blank>x</a>",
            "<a href=\"https://x.cn/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">x</a>"
        ),
        ("<a href='mailto:a@b.cn'>x</a>", "<a href=\"mailto:a@b.cn\" rel=\"noopener noreferrer\">x</a>"),
        ("<a name=x>y</a>", "<a>y</a>"), ("张三 < 李四", "张三 &lt; 李四"),
    ])
    func `allowed tags are kept and closed, all else becomes text`(html: String, kept: String) throws {
        #expect(try kind.check(html) == kept)
    }

    @Test(arguments: ["<", "<p", "<p>", "<script>", "<!--", "<a href=\"", "</script", "<svg>", "&"])
    func `a heap of broken tags takes no more time than its length`(piece: String) throws {
        let heap = String(repeating: piece, count: 200_000 / piece.utf8.count)

        _ = try RichTextKind(maximum: 10_000_000).check(heap)
    }

    @Test func `the limit counts what is kept`() {
        #expect(problem(RichTextKind(maximum: 10), "<p class=\"very long\">abc</p>") == nil)
        #expect(problem(RichTextKind(maximum: 9), "<p>abc</p>") == .tooLong)
    }

    /// Whether nothing stands between `<` and `>` but plain tags and links of harmless schemes. Bytes, as browsers read.
    private func isHarmless(_ html: String) -> Bool {
        let tags: Set<String> = [
            "p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "code", "pre",
            "a", "table", "thead",
            "tbody", "tr", "th", "td", "hr",
        ]
        let pieces = html.utf8.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false)
        return !pieces[0].contains(UInt8(ascii: ">"))
            && pieces.dropFirst().allSatisfy { piece in
                let parts = piece.split(separator: UInt8(ascii: ">"), omittingEmptySubsequences: false).map {
                    String(decoding: $0, as: UTF8.self)
                }
                guard parts.count == 2 else { return false }
                return tags.contains(parts[0]) || isLink(parts[0])
                    || parts[0].hasPrefix("/") && tags.contains(String(parts[0].dropFirst()))
            }
    }

    private func isLink(_ tag: String) -> Bool {
        let (start, end) = (Array("a href=\"".utf8), Array("\" rel=\"noopener noreferrer\"".utf8))
        let bytes = Array(tag.utf8)
        guard bytes.starts(with: start), bytes.reversed().starts(with: end.reversed()) else { return false }
        let link = bytes.dropFirst(start.count).dropLast(end.count)
        let schemes = ["http://", "https://", "mailto:", "tel:"]
        return schemes.contains { String(decoding: link, as: UTF8.self).lowercased().utf8.starts(with: $0.utf8) }
            && !link.contains { "\"'`<>\\ \t\n".utf8.contains($0) }
    }
}
