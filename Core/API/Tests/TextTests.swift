@testable import API
import Engine
import HTTPTypes
import Kernel
import Testing

@Suite struct TextTests {
    private static func catalogue() throws -> Catalogue { try Catalogue(modules: Engine.ownModules + [Workshop()]) }

    @Test("Every label of every entity is there in both languages")
    func labels() throws {
        #expect(try Self.catalogue().missingTexts == [])
    }

    @Test("Every code that a client can meet has a text in both languages", arguments: Language.allCases)
    func codes(_ language: Language) throws {
        let texts = try Self.catalogue().texts
        let keys =
            ValueProblem.Code.allCases.map { "problem.\($0.rawValue)" } + Self.refusals.map { "refusal.\($0.code)" }
            + (Failure.codes + Problem.codes).map { "http.\($0)" } + Problem.statuses.map { "http.title.\($0.code)" }
            + People().jobs.map { "job.\($0.name)" } + Job.State.allCases.map { "job.state.\($0.rawValue)" }
            + Operator.allCases.map { "operator.\($0.rawValue)" } + (Verb.common.map(\.name) + ["act"]).map { "api.verb." + $0 }

        #expect(keys.filter { !texts.has($0, language) } == [])
    }

    @Test("Both languages have the same texts, and no exclamation marks")
    func parity() throws {
        let texts = try Self.catalogue().texts
        #expect(texts.keys(.chinese).symmetricDifference(texts.keys(.english)).sorted() == [])
        for language in Language.allCases {
            for key in texts.keys(language) {
                let text = texts.text(key, language)
                #expect(!text.isEmpty && !text.contains("！") && !text.contains("!"), "\(key)")
            }
        }
    }

    @Test("A message fills every place that its code has")
    func places() throws {
        let wording = Wording(try Self.catalogue(), .english)
        for refusal in Self.refusals { #expect(!wording.detail(refusal).contains("{"), "\(refusal.code)") }
        #expect(wording.message(ValueProblem(.wrongType, ["expected": "date"])) == "The type is wrong: a date is expected.")
        #expect(!wording.message(ValueProblem(.wrongType)).contains("{"))
    }

    private static let refusals: [Refusal] = [
        .notLoggedIn, .forbidden(verb: .edit, entity: "gadget"), .notFound(entity: "gadget", id: "1"), .unknownResource("x"),
        .unknownAction("x"), .stale(entity: "gadget", id: RecordID(rawValue: 1), version: 2), .notPossible(action: "retire"),
        .stillUsed(entity: "gadget", id: RecordID(rawValue: 1)), .wrongLogin, .alreadySetUp, .retired(entity: "gadget"), .holdsData(entity: "gadget", count: 3),
        .tooManyAttempts(seconds: 30), .challengeEnded, .sessionNeeded, .dutyFirst(.changePassword), .dutyFirst(.setUpSecondFactor),
        .secondFactorIsOn, .secondFactorIsOff, .notSealed, .mayNotImpersonate, .notImpersonating, .singleSignOnFailed,
        .directoryUnreachable(reason: "x"), .notUndoable, .alreadyUndone, .changedSince(entity: "gadget", fields: ["grade"]),
        .notInPool(entity: "gadget", id: RecordID(rawValue: 1)),
    ] + [PoolLimit.Kind.daily, .total, .capacity, .wait].map { .poolLimit(PoolLimit($0, max: 3, free: nil)) }
}
