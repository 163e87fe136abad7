/// A strip of a column that is not parted between two pages: a line, an image, a row of a table.
struct Piece {
    var drawings: [Drawing] = []
    var height = 0.0
    /// Left out at the top of a page.
    var above = 0.0
    /// Stays on the page of the piece that follows: headings, the first line of a paragraph.
    var keepsWithNext = false
    /// Boxes side by side, which can be parted when they are too tall.
    var row: Row?
    /// Rows that are drawn again where a table goes on on another page.
    var header: RepeatedHeader?
    var breaksPage = false

    func moved(by x: Double) -> Piece {
        var piece = self
        piece.drawings = drawings.map { $0.moved(by: x) }
        piece.row?.move(by: x)
        return piece
    }
}

extension [Piece] {
    /// Of the strips on top of each other, without the space above the first.
    var height: Double { reduce(0) { $0 + $1.height + $1.above } - (first?.above ?? 0) }
}

final class RepeatedHeader {
    let pieces: [Piece]

    init(_ pieces: [Piece]) { self.pieces = pieces }
}

/// Something to draw, at a place within its piece.
struct Drawing {
    enum Thing {
        case line(TextLayout.Line)
        case image(Picture, Size)
        case rectangle(Size, Colour)
    }

    let thing: Thing
    var x: Double
    var y: Double

    func moved(by distance: Double) -> Drawing { Drawing(thing: thing, x: x + distance, y: y) }
}

/// Boxes side by side: the cells of a table's row, or columns of text.
struct Row {
    struct Cell {
        var x: Double
        let width: Double
        /// From the edge of the cell's padding.
        var pieces: [Piece]
        var valign = Attributes.VerticalAlignment.top
        var background: Colour?
    }

    struct Lines {
        var border: Attributes.Border
        var colour: Colour
        /// Of the column edges, for vertical lines.
        var edges: [Double]
    }

    var cells: [Cell]
    /// Between the edges of a cell and what is in it.
    var padding = Size(width: 0, height: 0)
    var lines: Lines?
    var mayBeSplit = false
    var minimumHeight = 0.0

    var height: Double { max(minimumHeight, (cells.map { $0.pieces.height }.max() ?? 0) + 2 * padding.height) }

    mutating func move(by distance: Double) {
        for index in cells.indices { cells[index].x += distance }
        if let lines { self.lines?.edges = lines.edges.map { $0 + distance } }
    }

    /// What fits above a height, and the rest; nil when nothing of it fits.
    func split(at available: Double) -> (top: Row, rest: Row)? {
        var (top, rest) = (self, self)
        top.minimumHeight = 0
        rest.minimumHeight = 0
        var hasMoved = false
        for index in cells.indices {
            let pieces = cells[index].pieces
            var used = 0.0
            var count = 0
            for (index, piece) in pieces.enumerated() {
                used += piece.height + (index == 0 ? 0 : piece.above)
                guard used + 2 * padding.height <= available else { break }
                count = index + 1
            }
            top.cells[index].pieces = Array(pieces.prefix(count))
            rest.cells[index].pieces = Array(pieces.dropFirst(count))
            if count > 0 { hasMoved = true }
        }
        return hasMoved ? (top, rest) : nil
    }
}
