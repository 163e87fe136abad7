/// Columns and tables: boxes side by side.
extension Composer {
    /// Columns of a width of their own share what is left evenly among the others.
    mutating func columns(_ element: FilledElement, _ style: BlockStyle, width: Double) throws(DocumentError) -> Piece {
        let columns = element.children.compactMap { if case .element(let column) = $0 { column } else { nil } }
        let gap = element.attributes.gap?.points(of: width, size: style.text.size) ?? 18
        let free = max(1, width - gap * Double(max(0, columns.count - 1)))
        let wanted = columns.map { $0.attributes.width.map(ColumnWidth.fixed) ?? .part(1) }
        let widths = ColumnWidth.points(wanted, of: free, size: style.text.size)
        var row = Row(cells: [], mayBeSplit: true)
        var x = 0.0
        for (column, width) in zip(columns, widths) {
            let pieces = try flow(column.children, style.applied(column), width: width)
            row.cells.append(Row.Cell(x: x, width: width, pieces: pieces, valign: column.attributes.valign ?? .top))
            x += width + gap
        }
        return Piece(height: row.height, row: row)
    }

    mutating func table(_ element: FilledElement, _ style: BlockStyle, width: Double) throws(DocumentError) -> [Piece] {
        let table = TableShape(element, style, width: width)
        let header = try rows(of: .thead, in: element, style, table)
        let body = try rows(of: .tbody, in: element, style, table)
        let footer = try rows(of: .tfoot, in: element, style, table)
        // Repeating what fills half a page would leave no room for the rows.
        let repeated = header.isEmpty || header.height > maximumHeight / 2 ? nil : RepeatedHeader(header)
        var pieces = header
        for index in pieces.indices { pieces[index].keepsWithNext = true }
        for var row in body + footer {
            row.header = repeated
            pieces.append(row)
        }
        // The totals never stand alone on a page.
        for index in pieces.indices.suffix(footer.isEmpty ? 0 : footer.count + 1).dropLast() { pieces[index].keepsWithNext = true }
        return pieces
    }

    /// Rows that stand in no group are of the body.
    private mutating func rows(
        of group: Tag, in table: FilledElement, _ style: BlockStyle, _ shape: TableShape
    ) throws(DocumentError) -> [Piece] {
        var pieces: [Piece] = []
        for case .element(let child) in table.children {
            if child.tag == .tr {
                if group == .tbody { pieces.append(try row(child, style, shape, group: nil)) }
            } else if child.tag == group {
                for case .element(let row) in child.children {
                    pieces.append(try self.row(row, style.applied(child), shape, group: child))
                }
            }
        }
        return pieces
    }

    private mutating func row(
        _ element: FilledElement, _ style: BlockStyle, _ table: TableShape, group: FilledElement?
    ) throws(DocumentError) -> Piece {
        let style = style.applied(element)
        var row = Row(cells: [], padding: table.padding, mayBeSplit: element.attributes.mayBeSplit ?? false)
        var edges = [0.0]
        var first = 0
        for case .element(let cell) in element.children {
            let end = first + (cell.attributes.colspan ?? 1)
            guard end <= table.widths.count else {
                throw DocumentError(.tooManyCells, at: cell.place, ["maximum": String(table.widths.count)])
            }
            let (x, width) = (table.widths[..<first].reduce(0, +), table.widths[first..<end].reduce(0, +))
            let inner = try flow(cell.children, style.applied(cell), width: max(1, width - 2 * table.padding.width))
            row.cells.append(
                Row.Cell(
                    x: x, width: width, pieces: inner,
                    valign: cell.attributes.valign ?? element.attributes.valign ?? group?.attributes.valign ?? .top,
                    background: cell.attributes.background ?? element.attributes.background ?? group?.attributes.background))
            edges.append(x + width)
            first = end
        }
        if let last = edges.last, first < table.widths.count { edges.append(max(last, table.widths.reduce(0, +))) }
        if table.border != .none { row.lines = Row.Lines(border: table.border, colour: table.borderColour, edges: edges) }
        // An empty row is as tall as a line.
        row.minimumHeight = style.text.size * style.text.lineHeight + 2 * row.padding.height
        return Piece(height: row.height, row: row)
    }
}

/// What all rows of a table share.
struct TableShape {
    let widths: [Double]
    let padding: Size
    let border: Attributes.Border
    let borderColour: Colour

    init(_ element: FilledElement, _ style: BlockStyle, width: Double) {
        let attributes = element.attributes
        let size = style.text.size
        let count = max(1, min(Self.cells(of: element), Attributes.maximumColumns))
        let columns = attributes.columns ?? Array(repeating: .part(1), count: count)
        widths = ColumnWidth.points(columns, of: width, size: size)
        let distance = min(40, attributes.padding?.points(of: 0, size: size) ?? size * 0.45)
        padding = Size(width: distance, height: distance * 0.75)
        border = attributes.border ?? .rows
        borderColour = attributes.borderColour ?? .line
    }

    /// Of the row that has most.
    private static func cells(of element: FilledElement) -> Int {
        var count = 0
        for case .element(let child) in element.children {
            count = max(count, child.tag == .td || child.tag == .th ? 0 : cells(of: child))
        }
        guard element.tag == .tr else { return count }
        return element.children.reduce(0) { sum, part in
            if case .element(let cell) = part { sum + (cell.attributes.colspan ?? 1) } else { sum }
        }
    }
}
