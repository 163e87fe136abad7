public import Kernel

/// One row of a result: the cells, and the names of the columns, which all rows of a result share.
public struct Row: Sendable, Hashable {
    public let columns: [String]
    public let cells: [Stored]

    public init(columns: [String], cells: [Stored]) {
        self.columns = columns
        self.cells = cells
    }

    public subscript(index: Int) -> Stored { cells[index] }

    /// The cell of the first column of that name; null when there is none.
    public subscript(column: String) -> Stored {
        columns.firstIndex(of: column).map { cells[$0] } ?? .null
    }
}
