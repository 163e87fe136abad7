import CQRCode

/// A QR code (ISO/IEC 18004), which a telephone reads from a screen.
struct QRCode {
    /// The dark squares of each row, from the top.
    let rows: [[Bool]]

    /// Nil when the text does not fit, which 2,331 bytes do.
    init?(_ text: String) {
        // Errors of a sixth of the squares are mended: a screen is clean, but may be dim.
        guard !text.utf8.contains(0), let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        guard let squares = code.pointee.data else { return nil }
        rows = (0..<side).map { row in (0..<side).map { squares[row * side + $0] & 1 == 1 } }
    }

    /// The code with the light margin of four squares that readers need, as a picture without a size of its own.
    var svg: String {
        let margin = 4, side = rows.count + 2 * margin
        var path = ""
        for (y, row) in rows.enumerated() {
            var x = 0
            while x < row.count {
                let start = x
                while x < row.count, row[x] { x += 1 }
                if x > start { path += "M\(start + margin) \(y + margin)h\(x - start)v1h\(start - x)z" }
                x += 1
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
            """
    }
}
