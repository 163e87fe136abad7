import Formats
import Foundation
import Testing

@Suite struct VCardCorpusTests {
    @Test func `cards of ten exporters are read, and written again without loss`() throws {
        let files = try cards(of: "corpora/ez-vcard.tar.gz")

        #expect(files.count == 18)
        #expect(files.values.map(\.count).reduce(0, +) == 26)
        for (name, cards) in files {
            for card in cards {
                #expect(card.formattedName != nil || card.first("EMAIL") != nil, "\(name)")
                for version in VCardWriter.Version.allCases {
                    var writer = VCardWriter(version), reader = VCardReader()
                    writer.write(card)
                    let again = try (reader.feed(writer.take()) + reader.finish()).map { try $0.get() }
                    // The written card may have a name that the original lacks.
                    let values = again.flatMap(\.properties).filter { card.first($0.name) != nil }.map(\.written)
                    #expect(values == card.properties.map(\.written), "\(name) as \(version)")
                }
            }
        }
        let outlook = try #require(files["outlook-2007.vcf"]?.first), mac = try #require(files["John_Doe_MAC_ADDRESS_BOOK.vcf"]?.first)
        #expect(outlook.first("NOTE")?.text.hasPrefix("This is the NOTE field\t\r\nI assume it encodes") == true)
        #expect(mac.name?.additional == "Richter,James")
        let photo = try #require(mac.first("PHOTO"))
        if case .data(let bytes, _) = photo.value { #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF])) } else { Issue.record("no picture") }
    }

    @Test func `the card of vobject is read`() throws {
        let files = try cards(of: "corpora/vobject.tar.gz")

        #expect(files.count == 1)
        let card = try #require(files.values.first?.first)
        #expect(card.name?.suffix == "Suffix")
        #expect(card.first("GEO")?.components == [["37.386013"], ["-122.082932"]])
    }

    private func cards(of archive: String) throws -> [String: [VCard]] {
        let scratch = try Scratch()
        var cards: [String: [VCard]] = [:]
        for (path, bytes) in try SharedData.unpacked(archive, into: scratch) where path.hasSuffix(".vcf") {
            var reader = VCardReader()
            cards[URL(filePath: path).lastPathComponent] = try (reader.feed(bytes) + reader.finish()).map { try $0.get() }
        }
        return cards
    }
}

extension VCardProperty {
    /// Line ends become one sign, and the control characters of an address that Outlook has spoilt go.
    private var legible: String {
        String(String.UnicodeScalarView(text.replacing("\r\n", with: "\n").unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }))
    }

    /// What must survive: where it belongs, what it is, what it holds.
    fileprivate var written: String {
        let content = if case .data(let bytes, _) = value { "\(bytes.count) \(bytes.hashValue)" } else { legible }
        return "\(group ?? "").\(name):\(content)"
    }
}
