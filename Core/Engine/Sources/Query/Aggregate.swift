import Foundation
public import Kernel
public import Store

/// Counts and sums over the records that meet a filter, in groups.
public struct AggregateQuery: Sendable {
    public var list: ListQuery
    public var groups: [Group] = []
    public var measures: [Measure] = []
    public static let maximumGroups = 1_000

    /// A field to group by; dates and times by a bucket of the calendar.
    public struct Group: Sendable, Hashable {
        public let path: FieldPath
        public let bucket: TimeBucket?
    }

    /// A number per group. Money is summed by currency: a group with two currencies gives two rows.
    public struct Measure: Sendable, Hashable {
        public enum Function: String, Sendable, CaseIterable { case count, sum, avg, min, max }
        public let function: Function
        /// Nil for a count.
        public let path: FieldPath?
    }

    /// Reads `group=grade,createdAt:month`, `measure=count,sum:creditLimit`, and what a list has: `filter`, `q`, fields.
    public init(
        _ parameters: [(name: String, value: String)], on entity: EntityDefinition, _ catalogue: Catalogue, for actor: Actor
    ) throws(Invalid) {
        let own = ["group", "measure"]
        list = try ListQuery(parameters.filter { !own.contains($0.name) }, on: entity, catalogue, for: actor)
        for (name, value) in parameters where own.contains(name) {
            for part in value.split(separator: ",").map(String.init) {
                if name == "group" {
                    groups.append(try Self.group(part, entity, catalogue, actor))
                } else {
                    measures.append(try Self.measure(part, entity, catalogue, actor))
                }
            }
        }
        if measures.isEmpty { measures = [Measure(function: .count, path: nil)] }
        guard groups.count <= 3 else { throw Invalid("group", .tooMany, ["max": "3"]) }
        guard measures.count <= 8 else { throw Invalid("measure", .tooMany, ["max": "8"]) }
    }

    private static func group(
        _ text: String, _ entity: EntityDefinition, _ catalogue: Catalogue, _ actor: Actor
    ) throws(Invalid) -> Group {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let path = (parts.first ?? "").split(separator: ".").map(String.init)
        let kind = try catalogue.resolve(path, from: entity, for: actor).kind
        let isDated = kind.operators.contains(.within)
        let bucket = parts.count == 2 ? TimeBucket(rawValue: parts[1]) : nil
        guard kind.operators.contains(.equal), kind.columns.count == 1, parts.count == 1 || (bucket != nil && isDated) else {
            throw Invalid("group", .badSort, ["field": String(text.prefix(60))])
        }
        return Group(path: path, bucket: bucket)
    }

    private static func measure(
        _ text: String, _ entity: EntityDefinition, _ catalogue: Catalogue, _ actor: Actor
    ) throws(Invalid) -> Measure {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let function = Measure.Function(rawValue: parts.first ?? ""), (parts.count == 2) == (function != .count) else {
            throw Invalid("measure", .badOperator, ["operator": String(text.prefix(40))])
        }
        guard parts.count == 2 else { return Measure(function: function, path: nil) }
        let path = parts[1].split(separator: ".").map(String.init)
        let kind = try catalogue.resolve(path, from: entity, for: actor).kind
        let isNumber = kind.columns.first?.type == .integer && kind.operators.contains(.less) && !kind.operators.contains(.within) && !(kind is IDKind)
        let isOrdered = kind.operators.contains(.less) && kind.columns.count == 1
        guard isNumber || (isOrdered && (function == .min || function == .max)) else {
            throw Invalid("measure", .badSort, ["field": String(text.prefix(60))])
        }
        return Measure(function: function, path: path)
    }
}

extension Reader {
    /// `{"data":[{"group":{"grade":"a"},"measures":{"count":12,"sum:creditLimit":{…}}}]}`, largest groups first.
    public func aggregate(_ query: AggregateQuery) throws -> [UInt8] {
        try engine.permissions.check(actor, may: .read, query.list.entity)
        var select = select(query.list.entity)
        let condition = try membership(query.list, &select)
        var columns: [SQL] = [], grouping: [SQL] = []
        var groupPlaces: [Select.Place] = [], measurePlaces: [Select.Place?] = []
        // What a pool hides is a CASE with bound values, which PostgreSQL takes for another expression each time: it is named by its place.
        let isByPlace = !actor.rights.pools.isEmpty
        for group in query.groups {
            let place = try select.place(group.path)
            let column = bucketed(place, group.bucket)
            groupPlaces.append(place)
            columns.append(column)
            grouping.append(isByPlace ? Self.places[columns.count - 1] : column)
        }
        for measure in query.measures {
            let place = try measure.path.map { try select.place($0) }
            measurePlaces.append(place)
            columns += measure.columns(place)
            let rest = (place?.columns ?? []).dropFirst()
            grouping += isByPlace ? Array(Self.places[columns.count - rest.count..<columns.count]) : Array(rest)
        }
        var sql: SQL = "SELECT \(columns.joined(by: ", ")) FROM \(select.tables) WHERE \(condition)"
        if !grouping.isEmpty { sql += " GROUP BY \(grouping.joined(by: ", "))" }
        sql += " ORDER BY COUNT(*) DESC LIMIT \(AggregateQuery.maximumGroups)"

        var writer = JSONWriter()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for row in try grouped(sql) {
            var cells = row.cells[...]
            writer.beginObject()
            writer.key("group")
            writer.beginObject()
            for (group, place) in zip(query.groups, groupPlaces) {
                writer.key(group.name)
                let cell = cells.prefix(1)
                cells = cells.dropFirst()
                // A bucket is named by its first day.
                if group.bucket != nil { DayKind().write(cell, to: &writer) } else { place.kind.write(cell, to: &writer) }
            }
            writer.endObject()
            writer.key("measures")
            writer.beginObject()
            for (measure, place) in zip(query.measures, measurePlaces) {
                writer.key(measure.name)
                let width = measure.columns(place).count
                measure.write(cells.prefix(width), place?.kind, to: &writer)
                cells = cells.dropFirst(width)
            }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Three groups, and at most three columns for each of eight measures.
    private static let places: [SQL] = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
    ]

    private func grouped(_ sql: SQL) throws -> [Row] {
        do {
            return try session.rows(sql)
        } catch let error as StoreError where error.isOverflow {
            throw Invalid("measure", .outOfRange, ["min": String(Int64.min), "max": String(Int64.max)])
        }
    }

    private func bucketed(_ place: Select.Place, _ bucket: TimeBucket?) -> SQL {
        guard let bucket else { return place.column }
        if place.kind is InstantKind || (place.kind as? any ComputedKind)?.result is InstantKind {
            // One offset for the whole list: the caller's zone as it is now.
            let minutes = actor.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.now.milliseconds) / 1000)) / 60
            return session.dialect.timeBucket(bucket, of: place.column, offsetMinutes: minutes)
        }
        return session.dialect.dateBucket(bucket, of: place.column)
    }
}

extension AggregateQuery.Group {
    var name: String { path.joined(separator: ".") + (bucket.map { ":" + $0.rawValue } ?? "") }
}

extension AggregateQuery.Measure {
    var name: String { function.rawValue + (path.map { ":" + $0.joined(separator: ".") } ?? "") }

    /// An average is the sum and the count, divided exactly afterwards; what a kind keeps beside the number follows.
    func columns(_ place: Select.Place?) -> [SQL] {
        guard let place else { return ["COUNT(*)"] }
        let rest = place.columns.dropFirst()
        return switch function {
        case .count: ["COUNT(*)"]
        case .sum: ["CAST(SUM(\(place.column)) AS BIGINT)"] + rest
        case .avg: ["CAST(SUM(\(place.column)) AS BIGINT)", "COUNT(\(place.column))"] + rest
        case .min: ["MIN(\(place.column))"] + rest
        case .max: ["MAX(\(place.column))"] + rest
        }
    }

    func write(_ cells: ArraySlice<Stored>, _ kind: (any FieldKind)?, to writer: inout JSONWriter) {
        guard let kind else { return writer.integer(cells.first?.integer ?? 0) }
        guard function == .avg else { return kind.write(cells, to: &writer) }
        guard let sum = cells.first?.integer, let count = cells.dropFirst().first?.integer, count > 0 else { return writer.null() }
        let mean = (Decimal(sum) / Decimal(count)).rounded(scale: 0).units(scale: 0) ?? 0
        if kind is IntegerKind {
            writer.string((Decimal(sum) / Decimal(count)).fixed(4))
        } else {
            kind.write(([.integer(mean)] + cells.dropFirst(2))[...], to: &writer)
        }
    }
}
