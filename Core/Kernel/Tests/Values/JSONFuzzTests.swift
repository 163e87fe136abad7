import Foundation
import Kernel
import Testing

/// Damaged documents are read as Foundation reads them: both take a text or neither does, and to both it says the same.
@Suite struct JSONFuzzTests {
    private static let seeds = [
        #"{"name":"张三","amount":{"amount":"1234.50","currency":"CNY"},"tags":["a","b\n\u00e9"],"ok":true,"none":null}"#,
        #"[[[1,2.5,-3e4,0.001E+2],{"k":{"l":[{}]}}],"\uD83D\uDE00\/\\\"",false]"#,
        #"{"filter":{"and":[{"field":"grade","op":"in","value":["A","B"]},{"not":{"field":"x","op":"eq","value":null}}]}}"#,
        #"  12345678901234 "#,
    ].map { Array($0.utf8) }
    private static let signs =
        Array(#"{}[]",:\/u0123456789abcdefEtrulns+-. "#.utf8) + [0x09, 0x0A, 0x1F, 0x7F, 0xC3, 0xA9, 0xE4, 0xFF]

    @Test(arguments: 0..<4) func `a hundred thousand damaged documents never crash and mean what foundation reads`(seed: Int) throws
    {
        var random = SeededRandom(UInt64(seed))
        var accepted = 0

        for _ in 0..<25_000 {
            let document = Self.damaged(Self.seeds[seed], &random)
            let reference = try? JSONDecoder().decode(Reference.self, from: Data(document))
            switch Result(catching: { () throws(JSONError) in try JSON.parse(document) }) {
            case .success(let json):
                accepted += 1
                #expect(reference?.matches(json) ?? Self.hasExponent(document), "\(String(decoding: document, as: UTF8.self))")
                #expect(try JSON.parse(json.text) == json)
            case .failure(let error) where error.reason == .syntax:
                #expect(reference == nil || Self.hasTrailingComma(document), "\(String(decoding: document, as: UTF8.self))")
            case .failure: break
            }
        }

        #expect(accepted > 100)
    }

    /// Foundation refuses `0.00E+2`, and numbers beyond a Double.
    private static func hasExponent(_ document: [UInt8]) -> Bool { document.contains { $0 | 0x20 == UInt8(ascii: "e") } }

    /// Foundation takes `[1,]`.
    private static func hasTrailingComma(_ document: [UInt8]) -> Bool {
        let tight = String(decoding: document.filter { $0 > 0x20 }, as: UTF8.self)
        return tight.contains(",]") || tight.contains(",}")
    }

    private static func damaged(_ seed: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = signs.randomElement(using: &random) ?? 0x20
            case 1: bytes.insert(signs.randomElement(using: &random) ?? 0x20, at: place)
            case 2 where bytes.count > 1: bytes.remove(at: place)
            default: bytes.append(contentsOf: bytes[place..<min(bytes.count, place + 4)])
            }
        }
        return bytes
    }
}

/// What Foundation makes of a document.
private indirect enum Reference: Decodable {
    case null, flag(Bool), number(Double), string(String), array([Reference]), object([String: Reference])

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Key.self) {
            self = .object(
                try Dictionary(
                    uniqueKeysWithValues: members.allKeys.map { ($0.stringValue, try members.decode(Reference.self, forKey: $0)) }))
        } else if var items = try? decoder.unkeyedContainer() {
            var array: [Reference] = []
            while !items.isAtEnd { array.append(try items.decode(Reference.self)) }
            self = .array(array)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let text = try? value.decode(String.self) {
                self = .string(text)
            } else {
                self = .number(try value.decode(Double.self))
            }
        }
    }

    func matches(_ json: JSON) -> Bool {
        switch (self, json) {
        case (.null, .null): true
        case (.flag(let left), .flag(let right)): left == right
        case (.number(let left), .number(let right)): left == Double(right)
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy { $0.matches($1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { key, value in right[key].map(value.matches) ?? false }
        default: false
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
