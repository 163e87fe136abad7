import Foundation
import Kernel

/// One thing that points are given for. Points are counted in hundredths, the weight in them already.
struct Criterion: Sendable {
    let name: String
    let measure: Measure
    let scale: Scale
    /// For a customer of whom nothing is known here.
    let otherwise: Int64
    let weight: Decimal

    /// The most that it can give.
    var most: Int64 {
        let given: Int64 = switch scale {
        case .bands(let bands): bands.map(\.points).max() ?? 0
        case .linear(_, _, let points): points
        case .options(let options): options.map(\.points).max() ?? 0
        case .filled(let points): points
        }
        return max(given, otherwise)
    }
}

/// What is looked at.
enum Measure: Sendable {
    case field(FieldDefinition)
    /// How many of these fields hold something, in percent.
    case filled([FieldDefinition])
    /// How long it is since a date, in whole days or years.
    case since(FieldDefinition, Unit)
    case over(Aggregate)

    enum Unit: String, Sendable, CaseIterable { case days, years }

    /// A number over records of another entity that refer to the customer.
    struct Aggregate: Sendable {
        enum Function: String, Sendable, CaseIterable { case count, sum, min, max, newest }

        let entity: EntityDefinition
        /// Its reference to the customer.
        let reference: FieldDefinition
        let function: Function
        /// What is added or compared; none for a count.
        let field: FieldDefinition?
        let filter: Rule
        /// Where the period is counted, and which record is the newest.
        let at: FieldDefinition?
        let days: Int?
    }

    /// The kind of its values; nil where those of a choice or a flag are told apart, or only whether there is one.
    var number: (any FieldKind)? {
        switch self {
        case .field(let field): Self.number(field)
        case .filled, .since: IntegerKind()
        case .over(let aggregate): aggregate.field.flatMap(Self.number) ?? IntegerKind()
        }
    }

    /// The kind of what is kept as a whole number of something and can be added. A sum may leave the range of what it adds.
    static func number(_ field: FieldDefinition) -> (any FieldKind)? {
        switch held(field) {
        case is IntegerKind: IntegerKind()
        case let kind as DecimalKind: DecimalKind(places: kind.places)
        case let kind as MoneyKind: kind
        default: nil
        }
    }

    /// What a field holds: of a computed one, its result.
    static func held(_ field: FieldDefinition) -> any FieldKind { (field.kind as? any ComputedKind)?.result ?? field.kind }
}

/// How a value becomes points.
enum Scale: Sendable {
    /// From the highest on: the first that is reached counts. Below all of them there are none.
    case bands([(from: Int64, points: Int64)])
    /// None up to `from`, all of them from `to` on, evenly in between.
    case linear(from: Int64, to: Int64, points: Int64)
    case options([(key: String, points: Int64)])
    /// For any value at all.
    case filled(points: Int64)

    /// Bounds of values, so that a product with points stays within 64 bits.
    static let bound: Int64 = 9_000_000_000_000
    static let maximumPoints: Int64 = 1_000_000
}
