/// Why a file cannot be read as a workbook, or not to its end.
public enum WorkbookError: Error, Sendable, Hashable {
    /// There is no such file, or it may not be read.
    case unreadable
    /// An Excel file of before 2007 (`.xls`): to be saved as `.xlsx` first.
    case oldFormat
    /// It opens only with a password.
    case encrypted
    /// A workbook in binary (`.xlsb`): to be saved as `.xlsx` first.
    case binaryFormat
    /// A spreadsheet of LibreOffice or WPS (`.ods`): to be saved as `.xlsx` first.
    case openDocument
    /// A web page that was given the name of a workbook, as many systems export: to be opened in Excel and saved as `.xlsx`.
    case webPage
    /// None of these. Text, perhaps: CSV is read another way.
    case notAWorkbook
    /// The archive has no end: it was not transferred whole.
    case truncated
    /// A part is missing, or is not what the standard says. Excel may be able to repair it.
    case damaged(part: String)
    /// A part has a document type declaration, which workbooks never have and attacks do.
    case documentType(part: String)
    case tooLarge(Limit)
    /// No room for the temporary file.
    case noSpace

    /// What `WorkbookLimits` bounds.
    public enum Limit: String, Sendable, Hashable, CaseIterable {
        case unpackedBytes, ratio, rows, columns, cellBytes, rowBytes, sharedStrings
    }

    /// A name that stays, for messages.
    public var code: String {
        switch self {
        case .unreadable: "unreadable"
        case .oldFormat: "oldFormat"
        case .encrypted: "encrypted"
        case .binaryFormat: "binaryFormat"
        case .openDocument: "openDocument"
        case .webPage: "webPage"
        case .notAWorkbook: "notAWorkbook"
        case .truncated: "truncated"
        case .damaged: "damaged"
        case .documentType: "documentType"
        case .tooLarge(let limit): "tooLarge.\(limit.rawValue)"
        case .noSpace: "noSpace"
        }
    }
}

/// What a reader of workbooks puts up with.
public struct WorkbookLimits: Sendable, Hashable {
    /// Of all parts that are read, together.
    public var unpackedBytes = 2 << 30
    /// Unpacked bytes for each packed one; asked of parts above 16 MiB. Real sheets have some 10 to 50, a bomb has 1,000.
    public var ratio = 250
    /// The standard has no more of either.
    public var rows = 1_048_576
    public var columns = 16_384
    /// Of the text of one cell. The standard has 32,767 characters.
    public var cellBytes = 1 << 20
    public var rowBytes = 4 << 20
    /// Of the texts of all rows that are read together, from 64 KiB of a sheet. Real ones have less than 1 MiB.
    public var waitingBytes = 64 << 20
    /// How many texts the sheets may share.
    public var sharedStrings = 8 << 20
    /// The bytes of shared texts beyond which they lie in a temporary file.
    public var sharedStringMemory = 32 << 20

    public init() {}
}
