import Foundation
public import Kernel
import Store

/// Looks whether everything that belongs together still agrees, and can make agree what is derived.
///
/// It streams: a database of any size is checked in bounded memory, while others work in it.
public struct Check: Sendable {
    let engine: Engine

    public init(_ engine: Engine) { self.engine = engine }

    /// Something that does not agree, or did not before it was mended.
    public struct Finding: Sendable, Hashable {
        public enum Kind: String, Sendable, CaseIterable {
            // Derived, hence mended.
            case missingFromSearch, strayInSearch, wrongRollUp, numberBehind
            // What only a person or a backup can set right.
            /// A reference, or one end of a link, leads to no record.
            case brokenReference
            /// Two living records have the same value in a field that must differ.
            case repeatedValue
            /// Nothing says who made the record.
            case missingHistory
            /// The changes that were audited do not lead to the value that the record has.
            case historyDisagrees
            /// An event tells of a change that was not audited.
            case missingAudit
            /// An event tells of a version that the record never came to.
            case eventAhead
            /// The engine's own check of its file found damage.
            case damagedFile

            public var isDerived: Bool { [.missingFromSearch, .strayInSearch, .wrongRollUp, .numberBehind].contains(self) }
        }

        public let kind: Kind
        /// Nil for the database as such.
        public let entity: String?
        /// The field, where it is one of them.
        public let field: String?
        public fileprivate(set) var count = 0
        /// The first few records.
        public fileprivate(set) var examples: [RecordID] = []
    }

    public func run(mending: Bool) async throws -> [Finding] {
        var findings = try await file()
        for entity in engine.catalogue.entities {
            findings += try await search(entity, mending)
            findings += try await links(entity)
            findings += try await repeatedValues(entity)
            findings += try await numbers(entity, mending)
            findings += try await rollUps(entity, mending)
            findings += try await history(entity)
        }
        return findings + (try await events())
    }

    private func file() async throws -> [Finding] {
        let check = SQL.perDialect(sqlite: "SELECT integrity_check FROM pragma_integrity_check(100)", postgres: "SELECT 'ok'")
        let words = try await engine.database.read { try $0.rows(check).compactMap(\.[0].text) }
        return words == ["ok"] ? [] : [Finding(kind: .damagedFile, entity: nil, field: nil, count: words.count)]
    }
}

/// Counts what was found, and keeps the first few of each kind.
struct Findings: Sendable {
    private(set) var all: [Check.Finding] = []

    private static let examples = 5

    mutating func add(_ kind: Check.Finding.Kind, _ entity: String?, field: String? = nil, _ id: Int64?, times: Int = 1) {
        let index = all.firstIndex { $0.kind == kind && $0.entity == entity && $0.field == field } ?? all.endIndex
        if index == all.endIndex { all.append(Check.Finding(kind: kind, entity: entity, field: field)) }
        all[index].count += times
        if let id, all[index].examples.count < Self.examples { all[index].examples.append(RecordID(rawValue: id)) }
    }

    mutating func merge(_ others: Findings) {
        for other in others.all {
            add(other.kind, other.entity, field: other.field, nil, times: other.count)
            for id in other.examples { add(other.kind, other.entity, field: other.field, id.rawValue, times: 0) }
        }
    }
}

extension Check {
    /// One finding for every row of a query, by the id in its first column.
    func findings(_ kind: Finding.Kind, _ entity: EntityDefinition, field: String? = nil, _ sql: SQL) async throws -> [Finding] {
        try await engine.database.read { session in
            var findings = Findings()
            try session.forEach(sql) { findings.add(kind, entity.name, field: field, $0[0].integer) }
            return findings.all
        }
    }
}
