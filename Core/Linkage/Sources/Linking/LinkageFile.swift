/// The records to compare, in a form that keeps a million of them small: one run of characters, and where each value ends.
public struct LinkageFile: Sendable {
    let settings: LinkageSettings
    private(set) var units: ContiguousArray<UInt16> = []
    /// Of each record in turn, where each of its values ends.
    private(set) var ends: ContiguousArray<UInt32> = []

    public init(_ settings: LinkageSettings) { self.settings = settings }

    public var count: Int { ends.count / max(settings.fields.count, 1) }

    /// Appends a record: its values in the order of the settings' fields, nil or blank where there is none.
    public mutating func append(_ values: [String?]) {
        append(PreparedRecord(values, settings))
    }

    public mutating func append(_ record: PreparedRecord) {
        for value in record.values {
            units.append(contentsOf: value)
            ends.append(UInt32(units.count))
        }
    }

    mutating func append(_ other: LinkageFile) {
        let start = UInt32(units.count)
        units.append(contentsOf: other.units)
        ends.append(contentsOf: other.ends.lazy.map { $0 + start })
    }

    func range(_ record: Int, _ field: Int) -> Range<Int> {
        let place = record * settings.fields.count + field
        return Int(place == 0 ? 0 : ends[place - 1])..<Int(ends[place])
    }

    func value(_ record: Int, _ field: Int) -> Units { Units(units[range(record, field)]) }
}

/// The values of one record, ready to be compared.
public struct PreparedRecord: Sendable, Hashable {
    let values: [Units]

    /// - Parameter texts: in the order of the settings' fields; nil or blank where there is none.
    public init(_ texts: [String?], _ settings: LinkageSettings) {
        values = settings.fields.indices.map { place in
            guard place < texts.count, let text = texts[place] else { return [] }
            return settings.fields[place].comparator.prepared(text)
        }
    }

    /// The keys by which this record is found, those of all passes, each once.
    public func keys(_ settings: LinkageSettings) -> [UInt64] {
        let blocking = BlockingKeys(settings)
        return Array(Set(settings.passes.indices.flatMap { pass in blocking.keys(of: pass) { values[$0] } })).sorted()
    }
}

extension PreparedRecord {
    /// The same for records whose prepared values are the same, on every machine.
    public var digest: UInt64 { Hash.finish(values.reduce(Hash.start(0)) { Hash.append($1, to: $0) }) }
}
