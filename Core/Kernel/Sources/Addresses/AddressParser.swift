/// Takes an address apart that was written in one line: 省, 市, 区, 街道 and what is left.
///
///     let parser = AddressParser(divisions)    // codes of two, four, six and nine digits, with names
///     parser.parse("广东深圳南山粤海街道科技园 518057").address.district    // "南山区"
///
/// Names may be short, levels may be missing, and a district that several cities have is found by what stands beside it. Names in the
/// answer are those of the table, so that they can be chosen in a form again.
public struct AddressParser: Sendable {
    struct Node: Sendable {
        let code: String
        let name: String
        let level: Int
        let parent: Int?
        var isFiller: Bool
    }

    /// A way to write a node.
    struct Name: Sendable {
        let scalars: [UInt32]
        let node: Int
        let isFull: Bool
    }

    let nodes: [Node]
    /// Provinces, cities and districts by their first two characters.
    let names: [UInt64: [Name]]
    /// Streets below a district, by the same.
    let streets: [Int: [UInt64: [Name]]]
    /// The districts below a node, also across the level of cities.
    let districts: [Int: [Int]]

    public var isEmpty: Bool { nodes.isEmpty }

    /// - Parameter divisions: in any order; a code whose parents are missing is left out.
    public init(_ divisions: some Sequence<(code: String, name: String)>) {
        var nodes: [Node] = [], places: [String: Int] = [:]
        var names: [UInt64: [Name]] = [:], streets: [Int: [UInt64: [Name]]] = [:], districts: [Int: [Int]] = [:]
        for (code, name) in divisions.sorted(by: { ($0.code.utf8.count, $0.code) < ($1.code.utf8.count, $1.code) }) {
            guard let level = [2, 4, 6, 9].firstIndex(of: code.utf8.count).map({ $0 + 1 }) else { continue }
            let parent = level == 1 ? nil : places[String(code.prefix([2, 4, 6][level - 2]))]
            guard level == 1 || parent != nil else { continue }
            let place = nodes.count
            places[code] = place
            let isFiller = DivisionNames.isFiller(name, level: level)
            nodes.append(Node(code: code, name: name, level: level, parent: parent, isFiller: isFiller))
            if level == 3 {
                for above in [parent, parent.flatMap { nodes[$0].parent }].compactMap({ $0 }) { districts[above, default: []].append(place) }
            }
            guard !isFiller else { continue }
            for (text, isFull) in [(name, true), (DivisionNames.short(name, level: level), false)] as [(String?, Bool)] {
                guard let text, level < 4 || isFull else { continue }
                let written = Name(scalars: text.unicodeScalars.map(\.value), node: place, isFull: isFull)
                guard let key = Self.key(written.scalars, 0) else { continue }
                if level == 4 { streets[parent ?? 0, default: [:]][key, default: []].append(written) } else { names[key, default: []].append(written) }
            }
        }
        (self.nodes, self.names, self.streets, self.districts) = (nodes, names, streets, districts)
    }

    static func key(_ scalars: [UInt32], _ place: Int) -> UInt64? {
        place + 1 < scalars.count ? UInt64(scalars[place]) << 32 | UInt64(scalars[place + 1]) : nil
    }

    public func parse(_ text: String) -> ParsedAddress {
        var written = WrittenAddress(text)
        let postcode = written.takePostcode()
        let search = AddressSearch(self, written)
        return search.result(postcode)
    }

    /// From the province down.
    func path(to node: Int) -> [Node] {
        var path: [Node] = [], next: Int? = node
        while let place = next {
            path.insert(nodes[place], at: 0)
            next = nodes[place].parent
        }
        return path
    }

    func isNode(_ node: Int, below other: Int?) -> Bool {
        guard let other else { return true }
        return nodes[node].level > nodes[other].level && nodes[node].code.hasPrefix(nodes[other].code)
    }
}

/// An address taken apart.
public struct ParsedAddress: Sendable, Hashable {
    /// Its street line is the town and the rest together, as people write them.
    public let address: Address
    /// 街道, 镇 or 乡.
    public let town: String?
    /// What stands behind the divisions: road, number, floor.
    public let rest: String
    /// The code of the deepest division that is certain.
    public let code: String?
    /// Whether several places fit as well; then only what they share is answered, and the name that was written.
    public let isAmbiguous: Bool

    /// Whether at least the city is known, so that something can be sent there.
    public var isParsed: Bool { address.province != nil && (address.city != nil || address.district != nil) }
}
