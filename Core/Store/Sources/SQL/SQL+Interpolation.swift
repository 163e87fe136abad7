public import Kernel

extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) {
        self.init(trusted: text)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects the literal parts as text and the interpolated values as parameters.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL.empty

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ text: String) { sql.append(.text(text)) }

        /// A bound value.
        public mutating func appendInterpolation(_ value: Stored) { sql.append(.value(value)) }
        public mutating func appendInterpolation(_ value: String) { sql.append(.value(.text(value))) }
        public mutating func appendInterpolation(_ value: Int64) { sql.append(.value(.integer(value))) }
        public mutating func appendInterpolation(_ value: Int) { sql.append(.value(.integer(Int64(value)))) }
        public mutating func appendInterpolation(_ value: Bool) { sql.append(.value(.integer(value ? 1 : 0))) }
        public mutating func appendInterpolation(_ value: Double) { sql.append(.value(.real(value))) }
        public mutating func appendInterpolation(_ value: [UInt8]) { sql.append(.value(.bytes(value))) }

        /// A bound value, or NULL.
        public mutating func appendInterpolation(_ value: Stored?) { appendInterpolation(value ?? .null) }
        public mutating func appendInterpolation(_ value: String?) { appendInterpolation(value.map(Stored.text)) }
        public mutating func appendInterpolation(_ value: Int64?) { appendInterpolation(value.map(Stored.integer)) }
        public mutating func appendInterpolation(_ value: Int?) { appendInterpolation(value.map(Int64.init)) }
        public mutating func appendInterpolation(_ value: Bool?) { appendInterpolation(value.map { $0 ? 1 : 0 } as Int64?) }
        public mutating func appendInterpolation(_ value: Double?) { appendInterpolation(value.map(Stored.real)) }
        public mutating func appendInterpolation(_ value: [UInt8]?) { appendInterpolation(value.map(Stored.bytes)) }

        /// A quoted identifier.
        public mutating func appendInterpolation(name identifier: String) { sql += .name(identifier) }

        /// Another fragment, with its own values. A literal in an interpolation is a value, hence the lower rank.
        @_disfavoredOverload
        public mutating func appendInterpolation(_ fragment: SQL) { sql += fragment }
    }
}
