/// What the attributes of an element say, checked. Nil is what nobody has said.
struct Attributes: Sendable {
    var title: [Node]?
    var author: [Node]?
    var subject: [Node]?
    var name: [Node]?
    var paper: Paper?
    var isLandscape: Bool?
    /// Top, right, bottom, left.
    var margin: [Length]?
    var pages: Pages?
    var font: String?
    var size: Length?
    var colour: Colour?
    var background: Colour?
    var lineHeight: Double?
    var align: Alignment?
    var valign: VerticalAlignment?
    var above: Length?
    var below: Length?
    var indent: Length?
    var width: Length?
    var height: Length?
    var thickness: Length?
    var gap: Length?
    var padding: Length?
    var border: Border?
    var borderColour: Colour?
    var columns: [ColumnWidth]?
    var colspan: Int?
    var start: Int?
    var mayBeSplit: Bool?
    var keepsWithNext: Bool?

    enum Name: String, Sendable, CaseIterable {
        case title, author, subject, name, paper, orientation, margin, on, font, size, color, background, align, valign, above, below
        case indent, width, height, thickness, gap, padding, border, columns, colspan, start, split, keep
        case lineHeight = "line-height"
        case borderColor = "border-color"

        /// Only words that stand in the document or name an image come from values; the shape is the template's alone.
        var takesPlaceholders: Bool { [.title, .author, .subject, .name].contains(self) }
    }

    enum Alignment: String, Sendable, CaseIterable { case left, center, right, justify }
    enum VerticalAlignment: String, Sendable, CaseIterable { case top, middle, bottom }
    enum Border: String, Sendable, CaseIterable { case none, rows, all }
    enum Pages: String, Sendable, CaseIterable { case all, first, others }

    /// False when the value does not fit the attribute.
    mutating func set(_ name: Name, to text: String) -> Bool {
        switch name {
        case .title: Self.take([.text(text)], &title)
        case .author: Self.take([.text(text)], &author)
        case .subject: Self.take([.text(text)], &subject)
        case .name: Self.take([.text(text)], &self.name)
        case .paper: Self.take(Paper(rawValue: text), &paper)
        case .orientation: Self.take(["portrait": false, "landscape": true][text], &isLandscape)
        case .margin: Self.take(Self.margin(text), &margin)
        case .on: Self.take(Pages(rawValue: text), &pages)
        case .font: Self.take(Self.font(text), &font)
        case .size: Self.take(Self.size(text), &size)
        case .color: Self.take(Colour(text), &colour)
        case .background: Self.take(Colour(text), &background)
        case .align: Self.take(Alignment(rawValue: text), &align)
        case .valign: Self.take(VerticalAlignment(rawValue: text), &valign)
        case .above: Self.take(Length(text), &above)
        case .below: Self.take(Length(text), &below)
        case .indent: Self.take(Length(text), &indent)
        case .width: Self.take(Length(text), &width)
        case .height: Self.take(Length(text), &height)
        case .thickness: Self.take(Length(text), &thickness)
        case .gap: Self.take(Length(text), &gap)
        case .padding: Self.take(Length(text), &padding)
        case .border: Self.take(Border(rawValue: text), &border)
        case .borderColor: Self.take(Colour(text), &borderColour)
        case .columns: Self.take(Self.columns(text), &columns)
        case .colspan: Self.take(Self.number(text, 1...Self.maximumColumns), &colspan)
        case .start: Self.take(Self.number(text, 1...1_000_000), &start)
        case .split: Self.take(Self.flag(text), &mayBeSplit)
        case .keep: Self.take(Self.flag(text), &keepsWithNext)
        case .lineHeight: Self.take(Double(text).flatMap { (0.8...4).contains($0) ? $0 : nil }, &lineHeight)
        }
    }

    /// For the attributes whose text may hold placeholders.
    mutating func set(_ name: Name, to nodes: [Node]) {
        switch name {
        case .title: title = nodes
        case .author: author = nodes
        case .subject: subject = nodes
        case .name: self.name = nodes
        default: break
        }
    }

    static let maximumColumns = 40

    private static func take<Value>(_ value: Value?, _ place: inout Value?) -> Bool {
        place = value
        return value != nil
    }

    /// One to four lengths, in the order of CSS.
    private static func margin(_ text: String) -> [Length]? {
        let lengths = text.split(separator: " ").map { Length($0) }
        guard (1...4).contains(lengths.count), let first = lengths[0], !lengths.contains(nil) else { return nil }
        let right = lengths.count > 1 ? lengths[1] ?? first : first
        let bottom = lengths.count > 2 ? lengths[2] ?? first : first
        return [first, right, bottom, lengths.count > 3 ? lengths[3] ?? right : right]
    }

    private static func columns(_ text: String) -> [ColumnWidth]? {
        let widths = text.split(separator: " ").compactMap { ColumnWidth($0) }
        guard (1...maximumColumns).contains(widths.count), widths.count == text.split(separator: " ").count else { return nil }
        return widths
    }

    /// The name of a family; the machine's own fonts, never a file.
    private static func font(_ text: String) -> String? {
        let isName = !text.isEmpty && text.utf8.count <= 100 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
        return isName ? text : nil
    }

    /// Between what can be read and what fits on a page.
    private static func size(_ text: String) -> Length? {
        switch Length(text) {
        case .points(let points)? where (4...96).contains(points): .points(points)
        case .ems(let ems)? where (0.25...8).contains(ems): .ems(ems)
        case .share(let share)? where (0.25...8).contains(share): .ems(share)
        default: nil
        }
    }

    private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func flag(_ text: String) -> Bool? { ["yes": true, "no": false][text] }
}
