/// A phone number as seen from China: one stored form for all the ways to write it.
///
///     ChinesePhone("0086 138-0013-8000")?.number    // "+8613800138000"
///     ChinesePhone("0755 8888 8888 转 12")?.display  // "0755-88888888-12"
///     ChinesePhone("call Bob")                       // nil: text that is not a number
public struct ChinesePhone: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case mobile, landline
        /// 400 and 800 numbers, 95588, 12345, 110: dialled as they are, inside China only.
        case service
        /// A land-line number without its area code.
        case local
        /// Any other country, written with + or 00.
        case foreign
        /// Digits that fit none of the others. Kept, since a number that looks wrong may still ring.
        case unknown
    }

    public let kind: Kind
    /// E.164 for `mobile`, `landline` and `foreign`, the bare digits for the others.
    public let number: String
    /// The digits to dial once the number has answered.
    public let `extension`: String?

    /// Nil when the text holds anything but one number of 3 to 20 digits with blanks, dashes, dots, brackets and an extension.
    public init?(_ text: String) {
        guard let written = WrittenPhone(text) else { return nil }
        guard let (kind, number, branch) = Self.classify(written) else { return nil }
        self.kind = kind
        self.number = String(decoding: number, as: UTF8.self)
        self.extension = branch.isEmpty ? nil : String(decoding: branch, as: UTF8.self)
    }

    /// For reading: `138 1234 5678`, `010-65529988-12`, `400-812-3123`; foreign and unknown numbers as stored.
    public var display: String {
        let digits = Array(number.utf8)
        let shown: String =
            switch kind {
            case .mobile: Self.joined(digits.dropFirst(3), lengths: [3, 4, 4], by: " ")
            case .landline: "0" + Self.joined(digits.dropFirst(3), lengths: [Self.areaLength(of: digits.dropFirst(3)), 8], by: "-")
            case .service where digits.count == 10: Self.joined(digits[...], lengths: [3, 3, 4], by: "-")
            case .service, .local, .foreign, .unknown: number
            }
        return `extension`.map { "\(shown)-\($0)" } ?? shown
    }

    private static func joined(_ digits: ArraySlice<UInt8>, lengths: [Int], by separator: String) -> String {
        var rest = digits
        let groups = lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(decoding: rest.prefix(length), as: UTF8.self)
        }
        return groups.joined(separator: separator)
    }
}
