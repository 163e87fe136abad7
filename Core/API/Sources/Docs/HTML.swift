import Kernel

/// HTML in the making: what is put in is text unless it is HTML already, so that no label becomes markup.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }
    fileprivate init(raw text: String) { self.text = text }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate(set) var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ plain: String) { text += plain.escapedForHTML }
    }
}

extension Sequence<HTML> {
    var joined: HTML { HTML(raw: map(\.text).joined()) }
}

/// The frame of every page that the server draws itself.
func page(_ title: String, language: String, _ body: HTML) -> String {
    let html: HTML = """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        <link rel="stylesheet" href="/docs.css">
        </head>
        <body>\(body)</body>
        </html>
        """
    return html.text
}
