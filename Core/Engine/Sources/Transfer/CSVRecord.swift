/// One row of a table.
public struct CSVRecord: Sendable, Hashable {
    /// The line on which the row begins, from 1. A row with line ends inside quotes takes several lines.
    public let line: Int
    public let fields: [String]

    public init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}

/// Why one row could not be read. The rows after it are read all the same.
public struct CSVError: Error, Sendable, Hashable {
    public enum Problem: String, Sendable, Hashable, CaseIterable {
        /// A quote was opened and never closed, or was closed on a later line by what looks like the opening of another.
        case unclosedQuote
        /// A closing quote is followed by something else than a separator or the end of the line.
        case textAfterQuote
        /// The bytes are no text of the file's encoding.
        case invalidUTF8
        case fieldTooLong
        case recordTooLong
        case tooManyColumns
        case nulByte
        /// Of JSON Lines: the line is no object.
        case notJSON
        /// Of vCards: the card has no end, or a property that cannot be read.
        case badCard
    }

    /// The line on which the row begins; for errors of quotes, the line of the opening quote.
    public let line: Int
    public let problem: Problem

    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

/// What a reader puts up with, in bytes and columns.
public struct CSVLimits: Sendable, Hashable {
    public var fieldBytes = 1 << 20
    /// Also how far the reader looks for a closing quote, and so how much it holds in memory.
    public var recordBytes = 4 << 20
    public var columns = 2_000

    public init() {}
}
