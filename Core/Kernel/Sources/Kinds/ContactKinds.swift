import Foundation

/// A telephone number, kept in international form (E.164, an extension after a dash or an x) so that equal numbers are equal text.
public struct PhoneKind: TextualKind {
    public init() {}

    public var name: String { "phone" }
    public var jsonSchema: JSON { ["type": "string", "maxLength": 40, "examples": ["+8613812345678"]] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = try TextKind.cleaned(text, lines: false)
        // A foreign number with an extension, or digits that fit no plan, can read otherwise once they are plain.
        var (written, plain) = (clean, try Self.written(clean))
        for _ in 0..<3 where plain != written { (written, plain) = (plain, try Self.written(plain)) }
        guard plain == written else { throw ValueProblem(.badPhone) }
        return plain
    }

    /// The last four digits, and the first three of the national number where more than seven remain.
    public func masked(_ value: Value) -> JSON {
        guard let text = value.text else { return .null }
        let national = text.hasPrefix("+86") ? text.dropFirst(3) : text[...]
        guard national.count > 7 else { return .string("****") }
        return .string("\(national.prefix(3))\(String(repeating: "*", count: national.count - 7))\(national.suffix(4))")
    }

    private static func written(_ text: String) throws(ValueProblem) -> String {
        guard let phone = ChinesePhone(text) else { throw ValueProblem(.badPhone) }
        guard let branch = phone.extension else { return phone.number }
        let dashed = "\(phone.number)-\(branch)"
        // Behind the dash of a foreign number, digits are read as more of the number; behind an x they never are.
        return ChinesePhone(dashed) == phone ? dashed : "\(phone.number)x\(branch)"
    }
}

/// A mail address; the domain in lower case.
public struct MailKind: TextualKind {
    public init() {}

    public var name: String { "mail" }
    public var jsonSchema: JSON { ["type": "string", "format": "email", "maxLength": 254] }

    /// Checks the form that mail servers agree on (RFC 5321 lengths, one `@`, dot-separated parts), not whether it exists.
    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = try TextKind.cleaned(text, lines: false)
        let parts = clean.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[1].contains("."),
            Self.areParts(parts[0], signs: "!#$%&'*+-/=?^_`{|}~"), Self.areParts(parts[1], signs: "-")
        else { throw ValueProblem(.badMail) }
        let address = parts[0] + "@" + parts[1].lowercased()
        guard address.utf8.count <= 254 else { throw ValueProblem(.badMail) }
        return String(address)
    }

    /// The first letter and the domain.
    public func masked(_ value: Value) -> JSON {
        guard let text = value.text, let sign = text.lastIndex(of: "@") else { return .null }
        return .string("\(text.prefix(1))***\(text[sign...])")
    }

    /// Parts with dots between them, of letters and digits of any script and these signs; no part begins with a dash.
    private static func areParts(_ text: Substring, signs: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.hasPrefix("-")
                && part.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                        || $0.properties.generalCategory == .nonspacingMark
                        || signs.unicodeScalars.contains($0)
                }
        }
    }
}

/// A web address of the schemes `http` and `https`.
public struct URLKind: TextualKind {
    public init() {}

    public var name: String { "url" }
    public var jsonSchema: JSON { ["type": "string", "format": "uri", "maxLength": 2000] }

    public func check(_ text: String) throws(ValueProblem) -> String {
        let clean = try TextKind.cleaned(text, lines: false)
        let whole = clean.contains("://") ? clean : "https://" + clean
        guard whole.utf8.count <= 2_000, !whole.unicodeScalars.contains(where: Self.isForbidden), let url = URL(string: whole),
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https", url.user == nil, let host = url.host(),
            host.contains("."), !host.hasPrefix("."), !host.contains("..")
        else { throw ValueProblem(.badURL) }
        return whole
    }

    /// What RFC 3986 allows nowhere and what can end an attribute of HTML.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "<>\"\\^`".unicodeScalars.contains(scalar)
    }
}

/// A number that proves who somebody is: identity card, unified social credit code, passport. What has check digits is checked.
public struct IdentityNumberKind: TextualKind, SealedKind {
    public init() {}

    public var name: String { "identityNumber" }
    public var columns: [KindColumn] { [KindColumn(.text), KindColumn(.text, suffix: "_digest")] }
    public var operators: Set<Operator> { .equality }
    public var jsonSchema: JSON { ["type": "string", "maxLength": 40] }

    /// Which kind of document it is stands in another field; here only the writing is made one: no blanks, upper case.
    public func check(_ text: String) throws(ValueProblem) -> String {
        var number = ""
        for scalar in try TextKind.cleaned(text, lines: false).unicodeScalars {
            switch WrittenCode.narrow(scalar.value) {
            case let folded where WrittenCode.isBlank(folded) || WrittenCode.isDash(folded): continue
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x28, 0x29:
                number.unicodeScalars.append(Unicode.Scalar(UInt8(WrittenCode.narrow(scalar.value)).uppercased))
            default: throw ValueProblem(.badIdentityNumber)
            }
        }
        guard (2...40).contains(number.utf8.count) else { throw ValueProblem(.badIdentityNumber) }
        return number
    }

    public func store(_ value: Value) -> [Stored] { [value.text.map(Stored.text) ?? .null, .null] }

    /// The first and the last signs, at most a third of them in all.
    public func masked(_ value: Value) -> JSON {
        guard let text = value.text else { return .null }
        let head = min(3, text.count / 6), tail = min(4, text.count / 6)
        return .string("\(text.prefix(head))\(String(repeating: "*", count: max(4, text.count - head - tail)))\(text.suffix(tail))")
    }
}
