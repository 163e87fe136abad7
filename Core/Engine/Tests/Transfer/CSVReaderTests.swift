import Engine
import Foundation
import Testing

@Suite struct CSVReaderTests {
    @Test func `reads quotes, doubled quotes, embedded line ends and all line ends`() {
        let rows = read("a,b\r\n\"x,\"\"y\"\"\",\"1\r\n2\"\nc,d\re,\r\"\",\"\"")

        #expect(rows == ["1 a|b", "2 x,\"y\"|1\r\n2", "4 c|d", "5 e|", "6 |"])
    }

    @Test func `leaves out empty lines and the byte order mark, and counts on`() {
        #expect(read("\u{FEFF}a,b\n\n\r\n1,2\n") == ["1 a|b", "4 1|2"])
        #expect(read("").isEmpty)
        #expect(read("\u{FEFF}").isEmpty)
        #expect(read("\n\n").isEmpty)
    }

    @Test func `quotes inside a field that does not begin with one are ordinary`() {
        #expect(read("5\" pipe,b\n") == ["1 5\" pipe|b"])
    }

    @Test(arguments: [
        ("a,b,c\n1,2,3\n", CSVSeparator.comma), ("a;b\n1,5;2,5\n3,5;4,5\n", .semicolon), ("a\tb\n\"x,y\"\t2\n", .tab), ("a|b|c\n1|2|3", .bar),
        ("name\nAnn\nBob\n", .comma), ("", .comma), ("a,b,c\n\"1;2\",\"3;4\",5\n", .comma), ("姓名,备注\n张三,\"一;二;三\"\n李四,无\n", .comma),
    ])
    func `finds the separator in the first lines`(text: String, separator: CSVSeparator) {
        var reader = CSVReader()
        _ = reader.feed(Array(text.utf8))
        _ = reader.finish()

        #expect(reader.separator == separator)
    }

    @Test func `reads csv-spectrum as its JSON says`() throws {
        let archive = try TextData.file("corpora/csv-spectrum.tar.gz")
        let folder = FileManager.default.temporaryDirectory.appending(path: "csv-spectrum-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try TextData.run("/usr/bin/tar", ["xzf", archive.path, "-C", folder.path])
        let root = folder.appending(path: "csv-spectrum")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "csvs").path).map { $0.dropLast(4) }.sorted()

        #expect(names.count == 12)
        for name in names {
            let rows = CSVReader.rows(of: [UInt8](try Data(contentsOf: root.appending(path: "csvs/\(name).csv"))))
            let records = try rows.map { try $0.get().fields }
            let objects = records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
            let json = try JSONDecoder().decode(OneOrMany.self, from: Data(contentsOf: root.appending(path: "json/\(name).json")))
            if name == "location_coordinates" {
                // Its JSON gives another phone number than its CSV (1234567890 for 2095257564): the CSV is the truth here.
                var expected = json.objects
                #expect(expected[0].updateValue("2095257564", forKey: "Contact Phone Number") == "1234567890")
                #expect(objects == expected)
            } else if name.hasSuffix("_crlf") {
                // Inside quotes we keep CRLF as it stands; the JSON may have lost the CR.
                #expect(objects.map { $0.mapValues(unix) } == json.objects.map { $0.mapValues(unix) }, "\(name)")
            } else {
                #expect(objects == json.objects, "\(name)")
            }
        }
    }

    @Test func `gives the same rows wherever the chunks are cut`() {
        let texts = [
            "\u{FEFF}a;b\r\n\"x;\"\"y\"\"\";\"1\r\n2\"\r\n\r\n张三;é\rlast;\"z\"",
            "a,b\n1,\"open\n2,x\n3,\"y\"\n4,z\n5,\"q\"r\n6,ok\r\n\"7\r\n\",8\n9,\"end\n10,11",
        ]

        // With the separator to be found, the opening is held back; with it given, every byte goes its own way.
        for (text, separator) in [(texts[0], nil), (texts[0], .semicolon), (texts[1], nil), (texts[1], CSVSeparator.comma)] {
            let bytes = Array(text.utf8)
            let whole = CSVReader.rows(of: bytes, separator: separator)
            for cut in 0...bytes.count {
                var reader = CSVReader(separator: separator)
                let rows = reader.feed(Array(bytes[..<cut])) + reader.feed(Array(bytes[cut...])) + reader.finish()
                #expect(rows == whole, "cut at \(cut)")
            }
            var reader = CSVReader(separator: separator)
            #expect(bytes.flatMap { reader.feed([$0]) } + reader.finish() == whole)
        }
    }

    private func unix(_ text: String) -> String { text.replacing("\r\n", with: "\n") }

    private struct OneOrMany: Decodable {
        let objects: [[String: String]]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            objects = try (try? [container.decode([String: String].self)]) ?? container.decode([[String: String]].self)
        }
    }
}

/// Each row as "line field|field", each error as "line problem".
func read(_ text: String, limits: CSVLimits = CSVLimits()) -> [String] { read(Array(text.utf8), limits: limits) }

func read(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) -> [String] {
    CSVReader.rows(of: bytes, separator: .comma, limits: limits).map { row in
        switch row {
        case .success(let record): "\(record.line) \(record.fields.joined(separator: "|"))"
        case .failure(let error): "\(error.line) !\(error.problem)"
        }
    }
}
