@testable import Engine
import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Two firms, and entities made at run time that refer to firms in every way: by a reference, by several, as lines.
struct MergeWorld {
    let made: TestEngine
    let survivor, loser: RecordID

    init(_ made: TestEngine, _ survivor: Values = [:], _ loser: Values = [:]) async throws {
        self.made = made
        self.survivor = try await made.create(Firm.self, ["name": "甲"].merging(survivor) { $1 }).id
        made.clock.step(milliseconds: 1_000)
        self.loser = try await made.create(Firm.self, ["name": "乙"].merging(loser) { $1 }).id
        made.clock.step(milliseconds: 1_000)
    }

    /// `x_visit.x_firm`, `x_club.x_firms`, and the lines `x_site.x_of` of firms.
    func makeEntities() async throws {
        let engine = made.engine
        for key in ["x_visit", "x_club", "x_site"] { try await engine.makeEntity(key) }
        try await engine.makeField("x_visit", "x_firm", "reference", ["target": "firm"])
        try await engine.makeField("x_club", "x_firms", "references", ["target": "firm"])
        try await engine.makeField("x_site", "x_of", "reference", ["target": "firm", "isLine": .flag(true)])
    }

    func create(_ entity: String, _ values: Values) async throws -> RecordID {
        let values: Values = entity == "note" ? values : ["name": "n"].merging(values) { $1 }
        return try await made.engine.perform(.create(values), on: made.engine.known(entity), as: .system).id
    }

    @discardableResult
    func merge(_ loser: RecordID? = nil, into survivor: RecordID? = nil, choices: [String: MergeChoice] = [:], as actor: Actor = .system) async throws -> RecordID {
        let order = MergeOrder(survivor: survivor ?? self.survivor, loser: loser ?? self.loser, choices: choices)
        let merge = try await made.engine.write(as: actor) { try $0.merge(order, on: Firm.definition) }
        made.clock.step(milliseconds: 1_000)
        return merge
    }

    @discardableResult
    func unmerge(_ merge: RecordID, of survivor: RecordID? = nil, as actor: Actor = .system) async throws -> Unmerged {
        let survivor = survivor ?? self.survivor
        return try await made.engine.write(as: actor) { try $0.unmerge(merge, of: survivor, on: Firm.definition) }
    }

    func values(_ entity: String, _ id: RecordID) async throws -> Values? {
        let entity = try made.engine.known(entity)
        return try await made.engine.read(as: .system) { try $0.values(of: entity, id) }
    }

    func firm(_ id: RecordID) async throws -> Record<Firm>? { try await made.find(Firm.self, id) }

    /// All that a firm holds but what every change touches.
    func state(_ id: RecordID) async throws -> Values {
        var values = try #require(try await firm(id)).values
        for key in [Common.version, Common.modifiedAt, Common.modifiedBy] { values[key] = nil }
        return values
    }

    func proposal(as actor: Actor = .system) async throws -> [String: String] {
        let found = try await made.engine.read(as: actor) { try $0.mergeProposal(of: survivor, with: loser, on: Firm.definition) }
        return (found.json["fields"]?.array ?? []).reduce(into: [:]) { $0[$1["field"]?.string ?? ""] = $1["choice"]?.string }
    }
}
