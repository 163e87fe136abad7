import Foundation

/// The text of one paragraph with its styles, blanks folded as in HTML.
struct InlineText {
    struct Run {
        let bytes: Range<Int>
        let style: TextStyle
    }

    private(set) var text = ""
    private(set) var runs: [Run] = []
    private var ownsBlank = false

    /// Whether there is anything to see.
    var isBlank: Bool { text.isEmpty }

    /// Text of the template. A line end of the source is a blank between words, and nothing between Chinese characters.
    mutating func append(template: String, _ style: TextStyle) {
        let start = text.utf8.count
        var rest = template[...]
        while let character = rest.first {
            guard Self.isSourceBlank(character) else {
                text.append(contentsOf: Self.clean(String(character)))
                ownsBlank = false
                rest = rest.dropFirst()
                continue
            }
            let blanks = rest.prefix(while: Self.isSourceBlank)
            rest = rest[blanks.endIndex...]
            let joins =
                blanks.contains(where: \.isNewline) && Self.isWide(text.unicodeScalars.last)
                && Self.isWide(rest.unicodeScalars.first)
            guard !text.isEmpty, !ownsBlank, text.last != "\n", !joins else { continue }
            text.append(" ")
            ownsBlank = true
        }
        mark(start, style)
    }

    /// Text of a value, with its own blanks and line ends.
    mutating func append(value: String, _ style: TextStyle) {
        guard !value.isEmpty else { return }
        let start = text.utf8.count
        text.append(Self.clean(value))
        ownsBlank = false
        mark(start, style)
    }

    mutating func breakLine(_ style: TextStyle) {
        trimEnd()
        let start = text.utf8.count
        text.append("\n")
        ownsBlank = false
        mark(start, style)
    }

    /// Drops the blank between the last word and the end of the paragraph.
    mutating func trimEnd() {
        guard ownsBlank else { return }
        text.removeLast()
        ownsBlank = false
        let end = text.utf8.count
        runs = runs.compactMap { run in
            run.bytes.lowerBound < end ? Run(bytes: run.bytes.lowerBound..<min(run.bytes.upperBound, end), style: run.style) : nil
        }
    }

    private mutating func mark(_ start: Int, _ style: TextStyle) {
        if start < text.utf8.count { runs.append(Run(bytes: start..<text.utf8.count, style: style)) }
    }

    /// No-break blanks and ideographic ones stay: somebody meant them.
    private static func isSourceBlank(_ character: Character) -> Bool {
        character == " " || character == "\t" || character == "\n" || character == "\r" || character == "\r\n"
    }

    private static func isWide(_ scalar: Unicode.Scalar?) -> Bool {
        switch scalar?.value ?? 0 {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// Without what no font draws, and without the marks that turn the direction of all that follows: nobody's name may
    /// turn around the amount behind it.
    private static func clean(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        var result = String.UnicodeScalarView()
        for scalar in lines.unicodeScalars {
            let category = scalar.properties.generalCategory
            let isDrawn = (category != .control || scalar == "\n" || scalar == "\t") && category != .unassigned
            if isDrawn, !(0x202A...0x202E).contains(scalar.value), !(0x2066...0x2069).contains(scalar.value) { result.append(scalar) }
        }
        return String(result)
    }
}
