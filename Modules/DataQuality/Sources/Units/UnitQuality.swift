import Customers
import Engine
public import Foundation
public import Kernel

/// How good the customer records of a unit were on a day: a row for each unit and night, so that it can be seen how they change.
public struct UnitQuality: Entity {
    public let title = Field<String>("name", .text(160), .listed)
    public let day = Field<Day>("day", .date, .listed, .indexed)
    public let customers = Field<Int64>("customers", .integer, .listed, standard: 0)
    public let verified = Field<Int64>("verified", .integer, .listed, standard: 0)
    /// 实名率, in percent.
    public let realNameRate = Field<Decimal?>("realNameRate", .percent, .listed)
    /// The mean of its customers, 0 to 100.
    public let quality = Field<Decimal?>("quality", .decimal(places: 1), .listed)
    public let openTasks = Field<Int64>("openTasks", .integer, .listed, standard: 0)

    public static let schema = Schema<UnitQuality>(
        plural: "unit-qualities", title: \.title, icon: "monitoring", .owned,
        sections: [.section("main", \.title, \.day, \.customers, \.verified, \.realNameRate, \.quality, \.openTasks)])
    public init() {}
}

extension UnitQuality {
    /// Every night: what has run out is expired, every record is looked at anew, and each unit gets its row of the day.
    static let measuring = JobKind("measureQuality", every: .daily(at: 2, 30), isOffered: true) { _, run in
        try await expire(run)
        let refreshed = try await Quality.refresh(run)
        let units = try await run.write { door in try write(UnitFigures.all(door.reader), on: door.reader.moment.today, through: door) }
        return .object((refreshed.object ?? [:]).merging(["units": JSON(units)]) { $1 })
    }

    private static let batch = 100

    private static func expire(_ run: JobRun) async throws {
        var reached = RecordID(rawValue: 0)
        while true {
            let after = reached
            let last = try await run.write { door -> RecordID? in
                let ids = try Verification.expired(by: door.reader.moment.today, after: after, limit: batch, door.reader)
                for id in ids { try Verification.refresh(id, through: door) }
                return ids.last
            }
            guard let last else { return }
            reached = last
        }
    }

    /// A second run on the same day writes over the first.
    private static func write(_ figures: [UnitFigures], on day: Day, through door: Door) throws -> Int {
        var known: [RecordID?: RecordID] = [:]
        var query = ListQuery(schema.definition)
        query.filter = rule { $0.day == day }
        try door.reader.forEach(query) { values in
            if let id = values[Common.id]?.reference { known[values[Common.unit]?.reference] = id }
        }
        for figure in figures where figure.customers > 0 {
            let values: Values = [
                "name": .text(String("\(figure.name) \(day)".prefix(160))), "day": .day(day), "customers": .integer(figure.customers), "verified": .integer(figure.verified),
                "realNameRate": .decimal(Decimal(units: figure.verified * 10_000 / figure.customers, scale: 2)),
                "quality": .decimal(Decimal(units: figure.score * 10 / figure.customers, scale: 1)), "openTasks": .integer(figure.open),
                Common.unit: figure.unit.map(Value.reference) ?? .null,
            ]
            try door.perform(known[figure.unit].map { .edit($0, values) } ?? .create(values), on: schema.definition)
        }
        return figures.count
    }
}
