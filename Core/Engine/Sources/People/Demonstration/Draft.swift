public import Kernel

extension MadeUp {
    /// Values of a record that is yet to be made, by typed field: `draft[\.grade] = .vip`.
    public struct Draft<E: Entity>: Sendable {
        public private(set) var values: Values = [:]
        private let columns = E.schema.columns

        public init() {}

        /// Values of a draft that was made before.
        public init(_ values: Values) { self.values = values }

        public subscript<V: FieldValue>(path: KeyPath<E, Field<V>>) -> V? {
            get { values[columns[keyPath: path].key].flatMap { V($0) } }
            set { values[columns[keyPath: path].key] = newValue?.value ?? .null }
        }
    }
}
