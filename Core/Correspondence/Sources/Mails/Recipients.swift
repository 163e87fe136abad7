import Foundation
import Kernel
import Mail

/// Those whom a mail goes to, as somebody has typed them: `李敏 <li@example.com>, wang@example.com`.
enum Recipients {
    /// Of one mail, all fields together. Who writes to more has no letter in mind but a campaign.
    static let maximum = 100

    static func parse(_ text: String?) throws(ValueProblem) -> [MailAddress] {
        var addresses: [MailAddress] = []
        for piece in pieces(text ?? "") { addresses.append(try address(piece)) }
        return addresses
    }

    /// Commas, semicolons and line ends stand between them, except in quotes.
    private static func pieces(_ text: String) -> [String] {
        var (pieces, isQuoted) = ([""], false)
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character.isNewline || ",;，；、".contains(character) { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
        }
        return pieces.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func address(_ piece: String) throws(ValueProblem) -> MailAddress {
        var (name, address) = ("", piece)
        if piece.hasSuffix(">"), let open = piece.lastIndex(of: "<") {
            name = piece[..<open].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
            address = String(piece[piece.index(after: open)...].dropLast())
        }
        let checked = try MailKind().check(address)
        // Few servers take letters beyond ASCII in an address.
        guard checked.utf8.allSatisfy({ $0 < 128 }), let made = try? MailAddress(checked, name: name) else { throw ValueProblem(.badMail) }
        return made
    }
}

extension MailAddress {
    /// `李敏 <li@example.com>`
    var written: String { name.isEmpty ? address : "\(name) <\(address)>" }
}
