import Engine
import Foundation
import Hummingbird
import Kernel

/// The parameters of an address, decoded strictly: every one once, all of them known to whoever reads them.
struct QueryParameters: Sendable {
    let all: [(name: String, value: String)]

    static let maximum = 100

    init(_ request: Request) throws {
        var all: [(name: String, value: String)] = []
        var seen: Set<String> = []
        for pair in (request.uri.query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0]), value = parts.count == 2 ? try Self.decoded(parts[1]) : ""
            guard seen.insert(name).inserted else { throw Failure.badQuery(Invalid(String(name.prefix(60)), .repeated)) }
            all.append((name, value))
            guard all.count <= Self.maximum else { throw Failure.badQuery(Invalid("", .tooMany, ["max": String(Self.maximum)])) }
        }
        self.all = all
    }

    /// Percent-decoded as browsers encode forms: a plus is a blank.
    private static func decoded(_ text: Substring.UTF8View) throws -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                    throw Failure.badEncoding
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw Failure.badEncoding }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    subscript(name: String) -> String? { all.first { $0.name == name }?.value }

    /// Refuses parameters that nobody reads.
    func only(_ names: String...) throws -> QueryParameters {
        let unknown = all.filter { !names.contains($0.name) }
        guard unknown.isEmpty else { throw Failure.badQuery(Self.unknown(unknown.map(\.name))) }
        return self
    }

    /// Refuses parameters that make no sense here, though they do elsewhere.
    func without(_ names: String...) throws -> QueryParameters {
        let senseless = all.filter { names.contains($0.name) }
        guard senseless.isEmpty else { throw Failure.badQuery(Self.unknown(senseless.map(\.name))) }
        return self
    }

    private static func unknown(_ names: [String]) -> Invalid {
        Invalid(names.map { ValueProblem(.unknownField, ["field": String($0.prefix(60))]).on(String($0.prefix(60))) })
    }

    /// Whether something is wanted; not, where nothing is said.
    func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "false": false
        case "true": true
        default: throw Failure.badQuery(Invalid(name, .badFlag))
        }
    }

    /// A whole number within bounds.
    func number(_ name: String, _ range: ClosedRange<Int>, standard: Int) throws -> Int {
        guard let text = self[name] else { return standard }
        guard let number = Int(text), range.contains(number) else {
            let bounds = ["min": String(range.lowerBound), "max": String(range.upperBound)]
            throw Failure.badQuery(Invalid(name, .outOfRange, bounds))
        }
        return number
    }
}

/// What is wrong with an address is told apart from what is wrong with a body.
func parsingQuery<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let invalid as Invalid {
        throw Failure.badQuery(invalid)
    }
}
