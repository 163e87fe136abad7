import Foundation
import Linkage

/// The files of made-up Australians of the Febrl project (Christen 2008), in which it is known who is who.
enum Febrl {
    struct File {
        let ids: [String]
        let rows: [[String]]

        /// - Parameter name: as `febrl_3.csv`.
        init(_ name: String) throws {
            let lines = try String(contentsOf: Febrl.folder.appending(path: name), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            let cells = lines.map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            }
            ids = cells.map { $0[0] }
            rows = cells.map { Array($0.dropFirst()) }
        }

        /// `rec-12-dup-0` is person 12.
        func person(_ row: Int) -> Substring { ids[row].split(separator: "-")[1] }

        func prepared() -> LinkageFile {
            var file = LinkageFile(settings)
            for row in rows { file.append(row) }
            return file
        }
    }

    /// The shared data lie beside the project; without them these tests fail.
    private static let folder: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "shared/data/linkage").path) {
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "shared/data/linkage")
    }()

    /// The same for all files: what is compared and what is looked at follows from the kinds of fields alone.
    static let settings = LinkageSettings(
        fields: [
            LinkageField("given", .person, weighsFrequency: true, swappedWith: "family"), LinkageField("family", .person, weighsFrequency: true),
            LinkageField("number", .number), LinkageField("street", .text, swappedWith: "building"), LinkageField("building", .text),
            LinkageField("suburb", .text, weighsFrequency: true), LinkageField("postcode", .postcode), LinkageField("state", .code),
            LinkageField("birth", .date), LinkageField("identity", .identity),
        ],
        passes: [
            pass(("identity", .slips)), pass(("birth", .whole), ("family", .sound)), pass(("birth", .whole), ("given", .sound)),
            pass(("birth", .whole), ("postcode", .whole)), pass(("birth", .whole), ("suburb", .sound)), pass(("birth", .whole), ("number", .whole)),
            pass(("family", .sound), ("given", .sound)), pass(("family", .sound), ("postcode", .whole)), pass(("given", .sound), ("postcode", .whole)),
            pass(("street", .sound), ("number", .whole)), pass(("street", .sound), ("postcode", .whole)), pass(("suburb", .sound), ("family", .sound)),
            pass(("suburb", .sound), ("given", .sound)), pass(("street", .sound), ("suburb", .sound)), pass(("building", .sound), ("postcode", .whole)),
            pass(("street", .sound), ("family", .sound)), pass(("building", .sound), ("suburb", .sound)),
        ])

    private static func pass(_ parts: (String, KeyForm)...) -> BlockingPass {
        BlockingPass(parts.map { BlockingPass.Part($0.0, $0.1) })
    }
}

/// How well pairs that were found agree with those that there are.
struct Accuracy {
    let precision, recall: Double
    var f1: Double { 2 * precision * recall / (precision + recall) }

    init(_ found: Set<[Int]>, _ truth: Set<[Int]>) {
        let right = Double(found.intersection(truth).count)
        (precision, recall) = (right / Double(max(found.count, 1)), right / Double(max(truth.count, 1)))
    }
}
