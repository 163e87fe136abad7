/// The parts that a part refers to.
struct Relationships {
    private static let partBytes = 16 << 20

    private var byID: [String: (type: String, target: String)] = [:]

    /// - Parameter part: the name of the part, empty for the package.
    init(of part: String, in archive: Archive) throws(WorkbookError) {
        let cut = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        let folder = part[..<cut], name = "\(folder)_rels/\(part[cut...]).rels"
        // An archive without them is no workbook.
        guard archive.has(name) else {
            if part.isEmpty { return }
            throw .damaged(part: name)
        }
        let contents = Contents()
        try XMLReader(archive.open(name, atMost: Self.partBytes), contents).run()
        byID = contents.byID.mapValues { ($0.type, Self.path($0.target, from: folder)) }
    }

    /// The strict form of a type differs from the transitional one in all but its last word.
    func target(ofType type: String) -> String? { byID.values.first { $0.type == type }?.target }

    func target(ofID id: String, type: String) -> String? { byID[id].flatMap { $0.type == type ? $0.target : nil } }

    private static func path(_ target: String, from folder: Substring) -> String {
        var steps: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }

    private final class Contents: XMLHandler {
        var byID: [String: (type: String, target: String)] = [:]

        func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError) {
            guard element == "Relationship", attributes["TargetMode"] != "External", let id = attributes["Id"],
                let type = attributes["Type"]?.split(separator: "/").last, let target = attributes["Target"]
            else { return }
            byID[id] = (String(type), target)
        }

        func end(_ element: XMLName) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }
}
