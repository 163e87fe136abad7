/// The elements that a template may have. What HTML has under the same name, means the same.
enum Tag: String, Sendable, CaseIterable {
    case document, header, footer
    case h1, h2, h3, p, ul, ol, li, hr, img, columns, column, signature, space
    case pageBreak = "page-break"
    case table, thead, tbody, tfoot, tr, th, td
    case b, strong, i, em, u, s, small, sup, sub, span, br, page, pages

    enum Content {
        case nothing
        /// Text and the elements that stand within a line.
        case inline
        /// Paragraphs, lists, tables; text beside them is a paragraph of its own.
        case flow
        case only(Set<Tag>)
    }

    var content: Content {
        switch self {
        case .hr, .img, .space, .pageBreak, .br, .page, .pages: .nothing
        case .h1, .h2, .h3, .p, .signature, .b, .strong, .i, .em, .u, .s, .small, .sup, .sub, .span: .inline
        case .document, .header, .footer, .column, .li, .td, .th: .flow
        case .ul, .ol: .only([.li])
        case .columns: .only([.column])
        case .table: .only([.thead, .tbody, .tfoot, .tr])
        case .thead, .tbody, .tfoot: .only([.tr])
        case .tr: .only([.th, .td])
        }
    }

    /// Nothing follows `<br>`: it is not closed.
    var isVoid: Bool { if case .nothing = content { true } else { false } }

    var isInline: Bool {
        switch self {
        case .b, .strong, .i, .em, .u, .s, .small, .sup, .sub, .span, .br, .page, .pages: true
        default: false
        }
    }

    private var isBlock: Bool {
        switch self {
        case .h1, .h2, .h3, .p, .ul, .ol, .hr, .img, .columns, .signature, .space, .table: true
        default: false
        }
    }

    /// Whether this element may stand directly in a parent, given all that it stands in, the innermost last.
    func mayStand(in ancestors: [Tag]) -> Bool {
        guard let parent = ancestors.last else { return self == .document }
        switch parent.content {
        case .nothing: return false
        case .only(let tags): return tags.contains(self)
        case .inline: return isInline && isAllowed(below: ancestors)
        case .flow:
            if parent == .document, self == .header || self == .footer || self == .pageBreak { return true }
            return (isInline || isBlock) && isAllowed(below: ancestors)
        }
    }

    /// The number of pages is known when the last line of the text is set. Boxes side by side hold no others.
    private func isAllowed(below ancestors: [Tag]) -> Bool {
        switch self {
        case .page, .pages: ancestors.contains(.header) || ancestors.contains(.footer)
        case .table: !ancestors.contains(.table)
        case .columns: !ancestors.contains(.table) && !ancestors.contains(.columns)
        default: true
        }
    }

    var attributes: Set<Attributes.Name> {
        let text: Set<Attributes.Name> = [.size, .color, .font]
        let block: Set<Attributes.Name> = [.above, .below]
        let lines: Set<Attributes.Name> = text.union(block).union([.align, .lineHeight, .background])
        switch self {
        case .document: return text.union([.title, .author, .subject, .paper, .orientation, .margin, .lineHeight])
        case .header, .footer: return text.union([.on, .align, .lineHeight])
        case .h1, .h2, .h3: return lines
        case .p: return lines.union([.indent, .keep])
        case .ul: return text.union(block).union([.lineHeight])
        case .ol: return text.union(block).union([.lineHeight, .start])
        case .hr: return block.union([.color, .thickness, .width, .align])
        case .img: return block.union([.name, .width, .height, .align])
        case .columns: return block.union([.gap])
        case .column: return text.union([.width, .align, .valign, .lineHeight])
        case .signature: return text.union([.above, .below, .height, .width, .align])
        case .space: return [.height]
        case .table: return text.union(block).union([.columns, .border, .borderColor, .padding, .lineHeight])
        case .thead, .tbody, .tfoot: return text.union([.align, .valign, .background])
        case .tr: return text.union([.align, .valign, .background, .split])
        case .th, .td: return text.union([.align, .valign, .background, .colspan])
        case .span: return text
        case .li, .pageBreak, .b, .strong, .i, .em, .u, .s, .small, .sup, .sub, .br, .page, .pages: return []
        }
    }

    /// Without which an element says nothing.
    var requiredAttributes: Set<Attributes.Name> {
        switch self {
        case .img: [.name]
        case .space: [.height]
        default: []
        }
    }
}
