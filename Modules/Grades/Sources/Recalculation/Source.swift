import Customers
import Engine
import Kernel
import Store

/// Records whose change can move a grade: customers themselves, and those of others that name a customer.
struct Source: Sendable, Hashable {
    let table: String
    /// The column with the customer's id.
    let column: String

    private static let batch = 500

    static func all(of gradings: [Grading], _ catalogue: Catalogue) -> [Source] {
        let others = gradings.flatMap(\.basis.criteria).flatMap { criterion -> [Source] in
            switch criterion.measure {
            case .over(let aggregate): [Source(table: aggregate.entity.table, column: aggregate.reference.columns[0])]
            // What a customer counts of its own accord is changed without a change of its own.
            case .field(let field): rollUp(field, catalogue).map { [$0] } ?? []
            case .filled(let fields): fields.compactMap { rollUp($0, catalogue) }
            case .since: []
            }
        }
        return [Source(table: Customer.schema.definition.table, column: "id")] + Set(others).sorted { ($0.table, $0.column) < ($1.table, $1.column) }
    }

    private static func rollUp(_ field: FieldDefinition, _ catalogue: Catalogue) -> Source? {
        guard let kind = field.kind as? RollUpKind, let entity = catalogue[kind.entity], let reference = entity[kind.reference] else { return nil }
        return Source(table: entity.table, column: reference.columns[0])
    }

    /// The customers of the next records that were changed, and where they end; nil behind the last. Lives on the index by `modified_at`.
    func changed(after place: (moment: Int64, id: Int64), _ reader: Reader) throws -> ([RecordID], (moment: Int64, id: Int64)?) {
        let rows = try reader.rows(
            """
            SELECT modified_at, id, \(name: column)
            FROM \(name: table)
            WHERE modified_at >= \(place.moment) AND (modified_at > \(place.moment) OR id > \(place.id))
            ORDER BY modified_at, id
            LIMIT \(Self.batch)
            """)
        let customers = Set(rows.compactMap { $0[2].integer.map(RecordID.init(rawValue:)) }).sorted()
        guard rows.count == Self.batch, let last = rows.last else { return (customers, nil) }
        return (customers, (last[0].integer ?? 0, last[1].integer ?? 0))
    }
}
