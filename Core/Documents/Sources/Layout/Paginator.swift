/// Puts pieces onto pages, one below the other.
struct Paginator {
    struct Placed {
        let piece: Piece
        /// From the top of the area for text.
        let y: Double
    }

    /// Of the area for text, on the first page and on the others.
    let heights: (first: Double, others: Double)
    let budget: Budget
    private(set) var pages: [[Placed]] = [[]]
    private var y = 0.0

    init(heights: (first: Double, others: Double), budget: Budget) {
        self.heights = heights
        self.budget = budget
    }

    mutating func place(_ pieces: [Piece]) throws(DocumentError) {
        // The next is the last: a row that is parted leaves its rest here.
        var waiting = Array(pieces.reversed())
        while let piece = waiting.last {
            if piece.breaksPage {
                waiting.removeLast()
                try turnPage(for: nil)
            } else if let count = fitting(waiting) {
                for _ in 0..<count { append(waiting.removeLast()) }
            } else if let parts = split(piece, mustSplit: false) {
                waiting.removeLast()
                append(parts.top)
                waiting.append(parts.rest)
            } else if !isFresh(for: piece) {
                try turnPage(for: piece)
            } else if let parts = split(piece, mustSplit: true) {
                waiting.removeLast()
                append(parts.top)
                waiting.append(parts.rest)
            } else {
                // Of what belongs together and is longer than a page, as much as there is room for.
                append(waiting.removeLast())
            }
        }
    }

    /// How many pieces that belong together come next, if there is room for them.
    private func fitting(_ waiting: [Piece]) -> Int? {
        var end = y
        for (count, piece) in waiting.reversed().enumerated() {
            guard !piece.breaksPage else { return count }
            end += piece.height + (end == 0 ? 0 : piece.above)
            guard end <= height + 0.01 else { return nil }
            if !piece.keepsWithNext { return count + 1 }
        }
        return waiting.count
    }

    private func split(_ piece: Piece, mustSplit: Bool) -> (top: Piece, rest: Piece)? {
        guard let row = piece.row, row.mayBeSplit || mustSplit else { return nil }
        let available = height - y - (y == 0 ? 0 : piece.above)
        guard piece.height > available, let parts = row.split(at: available) else { return nil }
        var (top, rest) = (piece, piece)
        (top.row, top.height, top.keepsWithNext) = (parts.top, parts.top.height, false)
        (rest.row, rest.height) = (parts.rest, parts.rest.height)
        return (top, rest)
    }

    /// Whether a new page would offer no more room than there is.
    private func isFresh(for piece: Piece) -> Bool { y <= headerHeight(for: piece) }

    private func headerHeight(for piece: Piece) -> Double { piece.header?.pieces.height ?? 0 }

    private var height: Double { pages.count == 1 ? heights.first : heights.others }

    private mutating func append(_ piece: Piece) {
        if y > 0 { y += piece.above }
        pages[pages.count - 1].append(Placed(piece: piece, y: y))
        y += piece.height
    }

    private mutating func turnPage(for piece: Piece?) throws(DocumentError) {
        guard pages.count < budget.limits.pages else {
            throw DocumentError(.tooManyPages, ["maximum": String(budget.limits.pages)])
        }
        try budget.checkTime()
        pages.append([])
        y = 0
        for header in piece?.header?.pieces ?? [] { append(header) }
    }
}
