/// Walks through the source of a template and knows where it is.
struct SourceReader {
    private let characters: [Character]
    private var position = 0
    private var line = 1
    private var column = 1

    init(_ source: String) { characters = Array(source) }

    var place: TemplatePlace { TemplatePlace(line: line, column: column) }
    var isAtEnd: Bool { position == characters.count }
    var current: Character? { isAtEnd ? nil : characters[position] }

    func begins(with text: String) -> Bool {
        var index = position
        for character in text {
            guard index < characters.count, characters[index] == character else { return false }
            index += 1
        }
        return true
    }

    mutating func next() -> Character? {
        guard let character = current else { return nil }
        position += 1
        if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
        return character
    }

    mutating func skip(_ text: String) -> Bool {
        guard begins(with: text) else { return false }
        for _ in text { _ = next() }
        return true
    }

    mutating func take(while isPart: (Character) -> Bool) -> String {
        var text = ""
        while let character = current, isPart(character) {
            text.append(character)
            _ = next()
        }
        return text
    }

    /// What stands before the next `end`, which is stepped over; nil when there is none.
    mutating func take(until end: String) -> String? {
        var text = ""
        while !skip(end) {
            guard let character = next() else { return nil }
            text.append(character)
        }
        return text
    }
}
