/// What the sheets of a workbook share: number formats, texts, the way of counting days.
final class SheetParts {
    let archive: Archive
    let limits: WorkbookLimits
    let calendar: SheetCalendar
    /// By the number of a style.
    let formats: [DateFormat?]
    private let temporaryFolder: String
    private let stringsPart: String?
    private var strings: SharedStrings?

    init(
        archive: Archive, limits: WorkbookLimits, temporaryFolder: String, isFrom1904: Bool, relationships: Relationships
    ) throws(WorkbookError) {
        (self.archive, self.limits, self.temporaryFolder) = (archive, limits, temporaryFolder)
        calendar = SheetCalendar(isFrom1904: isFrom1904)
        stringsPart = relationships.target(ofType: "sharedStrings")
        let styles = Styles()
        if let part = relationships.target(ofType: "styles") {
            try XMLReader(archive.open(part, atMost: Styles.partBytes), styles).run()
        }
        formats = styles.cellFormats
    }

    /// Read when the first sheet is; nil when the workbook shares none.
    func sharedStrings() throws(WorkbookError) -> SharedStrings? {
        if let strings { return strings }
        guard let stringsPart, archive.has(stringsPart) else { return nil }
        let made = SharedStrings(limits, temporaryFolder: temporaryFolder)
        try XMLReader(archive.open(stringsPart), made).run()
        try made.close()
        strings = made
        return made
    }
}

/// Which styles of cells show their number as a date.
private final class Styles: XMLHandler {
    static let partBytes = 64 << 20

    private(set) var cellFormats: [DateFormat?] = []
    private var named: [Int: DateFormat] = [:]
    private var isInCellFormats = false

    func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError) {
        if element == "numFmt" {
            guard let id = attributes.integer("numFmtId"), let code = attributes["formatCode"] else { return }
            named[id] = DateFormat(code: code)
        } else if element == "cellXfs" {
            isInCellFormats = true
        } else if element == "xf", isInCellFormats {
            let id = attributes.integer("numFmtId") ?? 0
            cellFormats.append(named[id] ?? DateFormat(builtIn: id))
        }
    }

    func end(_ element: XMLName) {
        if element == "cellXfs" { isInCellFormats = false }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
