/// Looks for the divisions at the beginning of an address, by all ways that its names allow; the one that explains most of it is taken.
struct AddressSearch {
    private let parser: AddressParser
    private let written: WrittenAddress

    private struct Found {
        let node: Int
        let end: Int
        /// Two for each character that a name explains, three more for a name that is written out.
        let score: Int
    }

    init(_ parser: AddressParser, _ written: WrittenAddress) { (self.parser, self.written) = (parser, written) }

    func result(_ postcode: String?) -> ParsedAddress {
        let start = Self.countries.first { written.has($0, at: written.skippingSeparators(0)) }
        var all: [Found] = []
        collect(from: written.skippingSeparators(0) + (start?.count ?? 0), below: nil, score: 0, into: &all)
        let best = all.map(\.score).max() ?? 0
        var top = deepest(all.filter { $0.score == best })
        if top.count > 1, let province = postcode.flatMap({ Postcode.province(of: $0) }) {
            let near = top.filter { parser.nodes[$0.node].code.hasPrefix(province) }
            if !near.isEmpty { top = near }
        }
        guard let found = top.first else { return answer([], nil, written.text(from: 0), postcode, isAmbiguous: false) }
        let path = parser.path(to: found.node)
        if top.count == 1 { return answer(path, nil, written.text(from: found.end), postcode, isAmbiguous: false) }
        let shared = path.prefix { node in top.allSatisfy { parser.nodes[$0.node].code.hasPrefix(node.code) } }
        return answer(Array(shared), path.last, written.text(from: found.end), postcode, isAmbiguous: true)
    }

    private static let countries = ["中华人民共和国", "中国"].map { $0.unicodeScalars.map(\.value) }
    private static let fillers = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"].map { $0.unicodeScalars.map(\.value) }

    /// - Parameter mayEnd: whether the name before this place can be the last of them.
    private func collect(from place: Int, below node: Int?, score: Int, mayEnd: Bool = true, into all: inout [Found]) {
        if let node, mayEnd { all.append(Found(node: node, end: place, score: score)) }
        let start = written.skippingSeparators(place)
        step(start, node, score, &all)
        if let node, parser.nodes[node].level == 1 {
            for filler in Self.fillers where written.has(filler, at: start) { step(start + filler.count, node, score, &all) }
        }
    }

    private func step(_ start: Int, _ node: Int?, _ score: Int, _ all: inout [Found]) {
        guard let key = AddressParser.key(written.scalars, start) else { return }
        let level = node.map { parser.nodes[$0].level } ?? 0
        if level < 3 {
            for name in parser.names[key] ?? [] where parser.isNode(name.node, below: node) && written.has(name.scalars, at: start) {
                let (end, mayEnd) = end(of: name, from: start)
                collect(from: end, below: name.node, score: score + (end - start) * 2 + (name.isFull ? 3 : 0), mayEnd: mayEnd, into: &all)
            }
        }
        guard let node, level < 4, level > 1 || isMunicipality(node) else { return }
        for district in level == 3 ? [node] : parser.districts[node] ?? [] {
            for name in parser.streets[district]?[key] ?? [] where written.has(name.scalars, at: start) {
                var end = start + name.scalars.count
                if written.has(Self.office, at: end) { end += Self.office.count }
                all.append(Found(node: name.node, end: end, score: score + (end - start) * 2 + 3))
            }
        }
    }

    private static let office = "办事处".unicodeScalars.map(\.value)

    private func isMunicipality(_ node: Int) -> Bool { ["11", "12", "31", "50"].contains(parser.nodes[node].code) }

    /// Where a name ends with the word for its rank. A short name may be only the beginning of a road or a building: it counts when
    /// another division follows.
    private func end(of name: AddressParser.Name, from start: Int) -> (place: Int, mayEnd: Bool) {
        let end = start + name.scalars.count
        guard !name.isFull else { return (end, true) }
        let level = parser.nodes[name.node].level
        for rank in Self.ranks[level] where written.has(rank, at: end) { return (end + rank.count, true) }
        return (end, !goesOn(at: end))
    }

    private static let ranks = (0...4).map { level in DivisionNames.ranks(level).map { $0.unicodeScalars.map(\.value) } }

    /// 南京东路, 朝阳门, 深圳湾: what follows makes the name that of something else.
    private func goesOn(at place: Int) -> Bool {
        var place = place
        for _ in 0..<2 where place < written.scalars.count && Self.directions.contains(written.scalars[place]) { place += 1 }
        return place < written.scalars.count && Self.things.contains(written.scalars[place])
    }

    private static let directions = Set("东南西北中一二三四五六大新".unicodeScalars.map(\.value))
    private static let things = Set("路街道巷弄桥门里广厦园站港学医酒宾花庄村镇乡湖河湾城胡寺".unicodeScalars.map(\.value))

    /// Of places one of which lies in the other the inner one, and of several ways to one place the longest.
    private func deepest(_ found: [Found]) -> [Found] {
        var byNode: [Int: Found] = [:]
        for one in found where one.end > byNode[one.node]?.end ?? -1 { byNode[one.node] = one }
        let all = byNode.values.sorted { $0.node < $1.node }
        return all.filter { one in !all.contains { parser.isNode($0.node, below: one.node) } }
    }

    /// - Parameter name: of the division that was written and that several places have.
    private func answer(_ path: [AddressParser.Node], _ name: AddressParser.Node?, _ rest: String, _ postcode: String?, isAmbiguous: Bool) -> ParsedAddress {
        var address = Address(postcode: postcode), rest = rest
        for node in path {
            switch node.level {
            case 1: (address.country, address.province) = ("中国", node.name)
            case 2: address.city = node.name
            case 3: address.district = node.name
            default: break
            }
        }
        var town = path.last?.level == 4 ? path.last?.name : nil
        if let name {
            switch name.level {
            case 2: address.city = name.name
            case 3: address.district = name.name
            default: town = name.name
            }
        } else if let last = path.last, last.level < 3, let district = Self.district(at: &rest) {
            address.district = district
        }
        let street = (town ?? "") + rest
        address.street = street.isEmpty ? nil : street
        return ParsedAddress(address: address, town: town, rest: rest, code: path.last?.code, isAmbiguous: isAmbiguous)
    }

    /// A district that the table does not know, since it was merged or renamed: up to six characters before 区, 县 or 旗.
    private static func district(at rest: inout String) -> String? {
        let beginning = rest.prefix(7)
        guard let end = beginning.firstIndex(where: { "区县旗".contains($0) }) else { return nil }
        let name = beginning[...end]
        guard name.count >= 2, name.allSatisfy({ ("\u{4E00}"..."\u{9FFF}").contains($0) }),
            !["小区", "社区", "园区", "发区", "新区", "校区", "厂区", "景区", "业区", "街区", "片区", "特区", "住区", "湾区", "库区"].contains(where: name.hasSuffix),
            !name.contains(where: { "路街道巷弄号镇乡村".contains($0) })
        else { return nil }
        rest = String(rest[rest.index(after: end)...])
        return String(name)
    }
}
