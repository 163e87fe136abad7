import CPango
import Kernel

/// A PDF in the making: pages are drawn one after the other, and the bytes gathered in memory.
final class PDFCanvas {
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let output = Output()
    private let surface: OpaquePointer
    let cairo: OpaquePointer
    let fonts = LetterFonts()

    init(_ size: Size) {
        surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue()
                    .bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(output).toOpaque(), size.width, size.height)
        cairo = cairo_create(surface)
    }

    deinit {
        cairo_destroy(cairo)
        // What is left to write goes to `output`, which lives until this ends.
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    func describe(title: String, author: String, subject: String, created: Instant) {
        let date = String(created.description.prefix(19)) + "Z"
        for (field, text) in [
            (CAIRO_PDF_METADATA_TITLE, title), (CAIRO_PDF_METADATA_AUTHOR, author), (CAIRO_PDF_METADATA_SUBJECT, subject),
            (CAIRO_PDF_METADATA_CREATOR, "Guanxi"), (CAIRO_PDF_METADATA_CREATE_DATE, date), (CAIRO_PDF_METADATA_MOD_DATE, date),
        ] where !text.isEmpty {
            cairo_pdf_surface_set_metadata(surface, field, text)
        }
    }

    func endPage() { cairo_show_page(cairo) }

    func draw(_ pieces: [Piece], x: Double, y: Double) {
        var bottom = y
        for (index, piece) in pieces.enumerated() {
            if index > 0 { bottom += piece.above }
            draw(piece, x: x, y: bottom)
            bottom += piece.height
        }
    }

    func draw(_ piece: Piece, x: Double, y: Double) {
        if let row = piece.row { draw(row, height: piece.height, x: x, y: y) }
        for drawing in piece.drawings { draw(drawing, x: x, y: y) }
    }

    private func draw(_ row: Row, height: Double, x: Double, y: Double) {
        for cell in row.cells {
            if let colour = cell.background { fill(Size(width: cell.width, height: height), colour, x: x + cell.x, y: y) }
        }
        for cell in row.cells {
            let free = height - 2 * row.padding.height - cell.pieces.height
            let offset: Double =
                switch cell.valign {
                case .top: 0
                case .middle: free / 2
                case .bottom: free
                }
            draw(cell.pieces, x: x + cell.x + row.padding.width, y: y + row.padding.height + offset)
        }
        if let lines = row.lines { draw(lines, height: height, x: x, y: y) }
    }

    private func draw(_ lines: Row.Lines, height: Double, x: Double, y: Double) {
        guard let left = lines.edges.first, let right = lines.edges.last else { return }
        let thickness = 0.5
        for edge in [y, y + height] {
            let size = Size(width: right - left + thickness, height: thickness)
            fill(size, lines.colour, x: x + left - thickness / 2, y: edge - thickness / 2)
        }
        guard lines.border == .all else { return }
        for edge in lines.edges {
            fill(Size(width: thickness, height: height), lines.colour, x: x + edge - thickness / 2, y: y)
        }
    }

    private func draw(_ drawing: Drawing, x: Double, y: Double) {
        switch drawing.thing {
        case .line(let line): draw(line, x: x + drawing.x, baseline: y + drawing.y)
        case .rectangle(let size, let colour): fill(size, colour, x: x + drawing.x, y: y + drawing.y)
        case .image(let picture, let size):
            cairo_save(cairo)
            cairo_translate(cairo, x + drawing.x, y + drawing.y)
            cairo_scale(cairo, size.width / picture.size.width, size.height / picture.size.height)
            cairo_set_source_surface(cairo, picture.surface, 0, 0)
            cairo_paint(cairo)
            cairo_restore(cairo)
        }
    }

    private func fill(_ size: Size, _ colour: Colour, x: Double, y: Double) {
        cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
        cairo_rectangle(cairo, x, y, size.width, size.height)
        cairo_fill(cairo)
    }

    /// The whole document. Nothing can be drawn afterwards.
    func finish() throws(DocumentError) -> [UInt8] {
        let drawn = cairo_status(cairo)
        cairo_surface_finish(surface)
        guard drawn == CAIRO_STATUS_SUCCESS, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw DocumentError(.drawingFailed)
        }
        return output.bytes
    }
}
