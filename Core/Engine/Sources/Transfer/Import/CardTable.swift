import Formats
import Foundation
import Kernel

/// A file of vCards as a table, with columns that are called like the fields of people.
final class CardTable: ImportTable {
    let kind = ImportTableKind.cards
    let facts: [String: JSON] = [:]
    let header = Column.allCases.map(\.rawValue)
    private let pieces: PieceReader
    private var decoder = TextDecoder()
    private var reader = VCardReader()
    private var isAtEnd = false
    /// Cards are counted, since people do not see the lines of such a file.
    private var cards = 0

    private enum Column: String, CaseIterable {
        case name, familyName, givenName, organisation, jobTitle, mobile, phone, email
        case country = "address.country", province = "address.province", city = "address.city", street = "address.street"
        case postcode = "address.postcode"
        case birthDate, website, notes, externalCode
    }

    init(_ url: URL, most: Int = .max) throws { pieces = try PieceReader(url, most: most) }

    var share: Double? { pieces.share }
    var isCut: Bool { pieces.isCut }

    func next() throws -> [CSVReader.Row] {
        var found: [VCardReader.Card] = []
        while found.isEmpty, !isAtEnd {
            if let piece = pieces.nextOrEnd() {
                found = reader.feed(piece)
            } else {
                isAtEnd = true
                found = reader.finish()
            }
        }
        return found.map { card in
            cards += 1
            switch card {
            case .success(let card): return .success(CSVRecord(line: cards, fields: Column.allCases.map { Self.text($0, card) }))
            case .failure: return .failure(CSVError(line: cards, problem: .badCard))
            }
        }
    }

    private static func text(_ column: Column, _ card: VCard) -> String {
        let address = card.first("ADR").flatMap { VCardAddress($0) }
        return switch column {
        case .name: name(card)
        case .familyName: card.name?.family ?? ""
        case .givenName: card.name?.given ?? ""
        case .organisation: card.organisation.joined(separator: " ")
        case .jobTitle: card.first("TITLE")?.text ?? ""
        case .mobile: number(card, isMobile: true)
        case .phone: number(card, isMobile: false)
        case .email: (card.all("EMAIL").first(where: \.isPreferred) ?? card.first("EMAIL"))?.text ?? ""
        case .country: address?.country ?? ""
        case .province: address?.region ?? ""
        case .city: address?.locality ?? ""
        case .street: address?.street ?? ""
        case .postcode: address?.code ?? ""
        case .birthDate: card.first("BDAY")?.text ?? ""
        case .website: card.first("URL")?.text ?? ""
        case .notes: card.first("NOTE")?.text ?? ""
        case .externalCode: card.first("UID")?.text ?? ""
        }
    }

    /// What it is called; old phones write the parts of a name alone, or nothing but a company.
    private static func name(_ card: VCard) -> String {
        if let name = card.formattedName?.stripped, !name.isEmpty { return name }
        let parts = card.name.map { ($0.family, $0.given) } ?? ("", "")
        let isChinese = (parts.0 + parts.1).unicodeScalars.contains(where: \.properties.isIdeographic)
        let name = isChinese ? parts.0 + parts.1 : "\(parts.1) \(parts.0)".stripped
        return name.isEmpty ? card.organisation.joined(separator: " ") : name
    }

    /// A number that says what it is; with one number alone, a mobile one, as nearly all are.
    private static func number(_ card: VCard, isMobile: Bool) -> String {
        let numbers = card.all("TEL").filter { !$0.types.contains("fax") }
        let mobile = numbers.first { $0.types.contains("cell") } ?? (numbers.count == 1 ? numbers.first { !$0.types.contains("work") } : nil)
        let found = isMobile ? mobile : numbers.first { $0 != mobile }
        let text = found?.text ?? ""
        guard text.hasPrefix("tel:") else { return text }
        // A number as an address: `tel:+1-418-656-9254;ext=102`.
        let parts = text.dropFirst(4).split(separator: ";"), branch = parts.dropFirst().first { $0.hasPrefix("ext=") }
        return (parts.first.map(String.init) ?? "") + (branch.map { " x\($0.dropFirst(4))" } ?? "")
    }
}
