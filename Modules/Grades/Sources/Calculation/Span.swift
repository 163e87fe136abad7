import Kernel
import Store

/// Which customers a statement looks at: a stretch of ids, or some.
enum Span: Sendable {
    case between(after: Int64, upTo: Int64)
    case ids([RecordID])

    /// The condition on a column that holds their id.
    func condition(_ column: SQL) -> SQL {
        switch self {
        case .between(let after, let last): "\(column) > \(after) AND \(column) <= \(last)"
        case .ids(let ids): ids.isEmpty ? "1 = 0" : "\(column) IN (\(SQL.list(ids.map { .integer($0.rawValue) })))"
        }
    }
}
