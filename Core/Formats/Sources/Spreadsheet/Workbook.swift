/// A workbook of Excel (`.xlsx`, ISO/IEC 29500, transitional and strict), read in bounded memory.
///
///     let book = try Workbook(file: path)
///     let rows = try book.sheets[0].rows()
///     while let row = try rows.next() { … }
///
/// A workbook and what comes from it belong to one task at a time.
public final class Workbook {
    /// The sheets with cells, in the order of their tabs. Sheets that hold a chart are left out.
    public let sheets: [Sheet]

    /// - Parameter temporaryFolder: where shared texts go that are too many for memory.
    public init(file path: String, limits: WorkbookLimits = WorkbookLimits(), temporaryFolder: String = "/tmp") throws(WorkbookError) {
        let archive = try Archive(file: path, limits: limits)
        let package = try Relationships(of: "", in: archive)
        guard let main = package.target(ofType: "officeDocument"), archive.has(main) else {
            throw archive.has("mimetype") ? .openDocument : .notAWorkbook
        }
        guard !main.hasSuffix(".bin") else { throw .binaryFormat }
        let contents = WorkbookContents()
        try XMLReader(archive.open(main, atMost: WorkbookContents.partBytes), contents).run()
        let relationships = try Relationships(of: main, in: archive)
        let parts = try SheetParts(
            archive: archive, limits: limits, temporaryFolder: temporaryFolder, isFrom1904: contents.isFrom1904,
            relationships: relationships)
        sheets = contents.sheets.compactMap { sheet in
            relationships.target(ofID: sheet.id, type: "worksheet").map {
                Sheet(name: sheet.name, visibility: sheet.visibility, part: $0, parts: parts)
            }
        }
    }
}

/// A sheet of a workbook.
public struct Sheet {
    public enum Visibility: String, Sendable, Hashable {
        case visible, hidden
        /// Hidden by a program: no menu of Excel shows it.
        case veryHidden
    }

    public let name: String
    public let visibility: Visibility
    let part: String
    let parts: SheetParts

    /// The rows from the first on. May be called again to read them again.
    public func rows() throws(WorkbookError) -> SheetRows {
        try SheetRows(part: part, parts)
    }
}

/// What `workbook.xml` says.
private final class WorkbookContents: XMLHandler {
    static let partBytes = 16 << 20

    var isFrom1904 = false
    var sheets: [(name: String, id: String, visibility: Sheet.Visibility)] = []

    func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError) {
        if element == "workbookPr" {
            isFrom1904 = attributes.flag("date1904")
        } else if element == "sheet", let name = attributes["name"], let id = attributes["id"] {
            sheets.append((name, id, attributes["state"].flatMap(Sheet.Visibility.init) ?? .visible))
        }
    }

    func end(_ element: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
