public import Customers
public import Engine
public import Foundation
public import Kernel

/// What a customer is entitled to by its grade on a day. Whatever gives something to customers asks here and nowhere else.
///
/// ```swift
/// let discount = try Entitlements(of: customer, on: today, reader).discount
/// ```
public struct Entitlements: Sendable {
    public let benefits: [Record<GradeBenefit>]

    public init(of customer: Record<Customer>, on day: Day, _ reader: Reader) throws {
        guard let grade = customer.values["grade"]?.text else {
            benefits = []
            return
        }
        let reader = reader.unbounded
        // An option that refines a grade has what the grade has too.
        let grades = Set([grade, grade.split(separator: ".").first.map(String.init) ?? grade]).sorted().map(Value.text)
        let units = try customer.unit.map { try Units.above($0, reader) } ?? []
        let found = try reader.firstIDs(GradeBenefit.schema.definition, where: .oneOf(["grade"], grades), limit: 500)
        benefits = try found.compactMap { try reader.find(GradeBenefit.self, $0) }.filter { benefit in
            (benefit[\.since] ?? .first) <= day && (benefit[\.until] ?? .last) >= day && (benefit[\.scopeUnit].map { units.contains($0.id) } ?? true)
        }
    }

    /// The best of all discounts, in percent; they do not add up.
    public var discount: Decimal { most(.discount) }

    /// How many places ahead in a queue.
    public var priority: Decimal { most(.priority) }

    private func most(_ kind: GradeBenefit.Kind) -> Decimal {
        benefits.filter { $0[\.kind] == kind }.compactMap { $0[\.value] }.max() ?? 0
    }
}
