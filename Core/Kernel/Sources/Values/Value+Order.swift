import Foundation

extension Value {
    /// Below, equal or above zero as this value comes before, with or after the other; nil when they cannot be compared.
    ///
    /// Texts compare by their UTF-8 bytes, which is what both databases do under a binary collation.
    public func order(_ other: Value) -> Int? {
        switch (self, other) {
        case (.text(let left), .text(let right)): Self.order(left, right)
        case (.integer(let left), .integer(let right)): Self.sign(left, right)
        case (.decimal(let left), .decimal(let right)): Self.sign(left, right)
        case (.money(let left), .money(let right)):
            left.currency == right.currency ? Self.sign(left.minorUnits, right.minorUnits) : nil
        case (.flag(let left), .flag(let right)): Self.sign(left ? 1 : 0, right ? 1 : 0)
        case (.day(let left), .day(let right)): Self.sign(left, right)
        case (.instant(let left), .instant(let right)): Self.sign(left, right)
        case (.reference(let left), .reference(let right)): Self.sign(left, right)
        default: nil
        }
    }

    private static func sign<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left == right ? 0 : 1 }

    private static func order(_ left: String, _ right: String) -> Int {
        if left.utf8.elementsEqual(right.utf8) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }
}
