/// The rows of a sheet, one after the other.
public final class SheetRows {
    /// The merged cells of the sheet, at most 10,000. They stand behind the rows: empty until `next()` has given nil.
    public var mergedCells: [MergedCells] { contents.merged }

    private let reader: XMLReader
    private let contents: SheetContents
    private var ready: [SheetRow] = []
    private var position = 0
    private var isAtEnd = false

    init(part: String, _ parts: SheetParts) throws(WorkbookError) {
        contents = SheetContents(part, parts, try parts.sharedStrings())
        reader = try XMLReader(parts.archive.open(part), contents)
    }

    /// The next row that is not empty; nil at the end.
    public func next() throws(WorkbookError) -> SheetRow? {
        while position == ready.count {
            guard !isAtEnd else { return nil }
            isAtEnd = try !reader.advance()
            (ready, position) = (contents.take(), 0)
        }
        defer { position += 1 }
        return ready[position]
    }
}
