import Foundation
@testable import Kernel
import Testing

/// What every kind promises: a value comes back from its cells, its JSON and its text, and lists write the same JSON as records.
@Suite struct KindRoundTripTests {
    @Test(arguments: KindSample.all) func `values come back from their cells`(sample: KindSample) {
        for value in sample.values() {
            let cells = sample.kind.store(value)

            #expect(cells.count == sample.kind.columns.count)
            if !cells.isEmpty { #expect(sample.kind.load(cells[...]) == value) }
        }
    }

    @Test(arguments: KindSample.all) func `cells have the types of their columns`(sample: KindSample) {
        for value in sample.values() + [.null] {
            for (cell, column) in zip(sample.kind.store(value), sample.kind.columns) where !cell.isNull {
                #expect((cell.integer != nil) == (column.type == .integer))
                #expect((cell.text != nil) == (column.type == .text))
            }
        }
    }

    @Test(arguments: KindSample.all) func `values come back from their JSON`(sample: KindSample) throws {
        for value in sample.values() where !value.isEmpty {
            let sent = try JSON.parse(sample.kind.json(value).text)

            #expect(try sample.kind.parse(sent) == value)
        }
    }

    @Test(arguments: KindSample.all) func `values come back from their text`(sample: KindSample) throws {
        for value in sample.values() where !value.isEmpty {
            let text = sample.kind.text(value)

            #expect(try sample.kind.parse(text: text) == value, "\(text)")
        }
    }

    @Test(arguments: KindSample.all) func `cells are written as the JSON of their value`(sample: KindSample) {
        for value in sample.values() + [.null] {
            let cells = sample.kind.store(value)[...]
            var writer = JSONWriter()

            sample.kind.write(cells, to: &writer)

            let expected = sample.kind.json(sample.kind.load(cells))
            #expect(String(decoding: writer.bytes, as: UTF8.self) == expected.text)
        }
    }

    @Test(arguments: KindSample.all) func `null is stored as null and has no text`(sample: KindSample) {
        #expect(sample.kind.store(.null).allSatisfy { $0.isNull })
        #expect(sample.kind.text(.null).isEmpty)
        #expect(sample.kind.load(sample.kind.columns.map { _ in Stored.null }[...]).isEmpty)
    }

    @Test(arguments: KindSample.all) func `a value of another kind is stored as null and never crashes`(sample: KindSample) {
        for other in KindSample.all where other.storage != sample.storage {
            for value in other.values().prefix(5) {
                #expect(sample.kind.store(value).allSatisfy { $0.isNull }, "\(other.kind.name)")
                _ = (sample.kind.json(value), sample.kind.text(value))
            }
        }
    }

    @Test(arguments: KindSample.all) func `no JSON of another shape crashes or slips through as null`(sample: KindSample) {
        let hostile: [JSON] = [
            true, .number("1e400"), .number("-1e-400"), .string("\0"), .string(String(repeating: "9", count: 5_000)), [[]], [nil],
            [:],
            ["amount": nil], ["amount": []], ["": ""], .array(Array(repeating: 1, count: 2_000)),
        ]

        for json in hostile {
            let value = try? sample.kind.parse(json)
            if let value { #expect(value.isEmpty || !sample.kind.store(value).contains(.null) || sample.kind is ReferencesKind) }
        }
    }

    @Test func `every kind is sampled`() {
        let names = Set(KindSample.all.map(\.kind.name))

        #expect(
            names == [
                "text", "longText", "richText", "integer", "decimal", "percent", "money", "flag", "date", "dateTime", "choice",
                "choices",
                "reference", "references", "id", "phone", "mail", "url", "address", "identityNumber", "sealedText", "attachments", "json",
                "formula", "rollUp",
            ])
    }
}
