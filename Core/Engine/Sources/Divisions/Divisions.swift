public import Foundation
public import Kernel
import Store
import Synchronization

/// The administrative divisions of a country as a tree, such as province, city, district and street, for those who fill in an
/// address by choosing.
public struct Divisions: Sendable {
    public struct Division: Sendable, Hashable {
        public let code: String
        public let name: String
        public let hasChildren: Bool
    }

    private let children: [String: [Division]]
    /// Of all divisions.
    public let codes: Set<String>

    /// The lengths of codes: province, city, district, street. A code begins with that of its parent.
    static let lengths = [2, 4, 6, 9]
    static let maximumBytes = 8 << 20
    static let maximumNameBytes = 200

    /// Reads lines of a code, a tab and a name.
    init(_ text: some StringProtocol) throws {
        var names: [(code: String, name: String)] = []
        var codes: Set<String> = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            let isGood = parts.count == 2 && Self.lengths.contains(parts[0].utf8.count) && parts[0].utf8.allSatisfy { (48...57).contains($0) }
                && (1...Self.maximumNameBytes).contains(parts[1].utf8.count) && codes.insert(String(parts[0])).inserted
            guard isGood else { throw StoreError.unavailable("divisions: line \(number + 1) is no code and name") }
            names.append((String(parts[0]), String(parts[1])))
        }
        let parents = Set(names.map { Self.parent(of: $0.code) })
        guard let orphan = parents.subtracting(codes).subtracting([""]).min() else {
            self.codes = codes
            children = Dictionary(grouping: names.sorted { $0.code < $1.code }) { Self.parent(of: $0.code) }.mapValues { names in
                names.map { Division(code: $0.code, name: $0.name, hasChildren: parents.contains($0.code)) }
            }
            return
        }
        throw StoreError.unavailable("divisions: \(orphan) is missing")
    }

    private static func parent(of code: String) -> String {
        lengths.last { $0 < code.utf8.count }.map { String(code.prefix($0)) } ?? ""
    }

    /// Every division with its name.
    public var all: [(code: String, name: String)] { children.values.flatMap { $0.map { ($0.code, $0.name) } } }

    /// What lies directly below, by code; nil where there is no such division.
    ///
    /// - Parameter parent: nil for the highest ones.
    public func children(of parent: String?) -> [Division]? {
        guard let parent else { return children[""] ?? [] }
        return codes.contains(parent) ? children[parent] ?? [] : nil
    }
}

/// The table of this server, read from its file when it is first asked for.
public final class DivisionTable: Sendable {
    private let file: URL?
    private let loaded = Mutex<Divisions?>(nil)
    private let parser = Mutex<AddressParser?>(nil)

    public init(_ file: URL?) { self.file = file }

    /// Empty where no file is set.
    public func divisions() throws -> Divisions {
        try loaded.withLock { loaded in
            if let loaded { return loaded }
            let divisions = try Divisions(text)
            loaded = divisions
            return divisions
        }
    }

    /// What takes addresses apart by this table; with an empty one it leaves them whole.
    public func addresses() throws -> AddressParser {
        let divisions = try divisions()
        return parser.withLock { parser in
            if let parser { return parser }
            let made = AddressParser(divisions.all)
            parser = made
            return made
        }
    }

    private var text: String {
        get throws {
            guard let file else { return "" }
            guard let handle = try? FileHandle(forReadingFrom: file), let data = try? handle.read(upToCount: Divisions.maximumBytes + 1),
                data.count <= Divisions.maximumBytes, let text = String(validating: data, as: UTF8.self)
            else { throw StoreError.unavailable("divisions: cannot read \(file.path) as text of at most 8 MiB") }
            return text
        }
    }
}
