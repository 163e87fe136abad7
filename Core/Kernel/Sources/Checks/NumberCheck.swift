/// What looking at a number told, each aspect by itself, since each errs alone: a card with a wrong check digit may be from the
/// right place, and a district that is gone lives on in the cards that name it.
///
///     let check = NumberKind.creditCode.check("91350100M0001OOY43", on: today)
///     check.form, check.checksum, check.reason    // false, nil, .letterForDigit
public struct NumberCheck: Sendable, Hashable {
    /// The plain form: without blanks and dashes, narrow, capital letters. What was given, where it has no form.
    public let number: String
    /// What it is among its kind, such as `mobile` or `ordinary`: stable names, for programs.
    public var variety: String?
    /// Whether it is written as such a number is.
    public var form = true
    /// Nil where there is no check digit, or no form to look for it.
    public var checksum: Bool?
    /// Nil where the number tells no date.
    public var date: Bool?
    /// Nil where the number tells no place or issuer.
    public var region: Bool?
    /// The first thing that makes it invalid.
    public var reason: Reason?
    /// What one may want to know of a number that is valid all the same.
    public var notes: [Note] = []

    public var isValid: Bool { form && checksum != false && date != false && region != false }

    /// Why a number is invalid. The names are stable; sentences stand in the texts under `number.<name>`.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case empty, badText, tooLong
        case badCharacter, letter, letterForDigit, unusedLetter, wrongLength, wrongForm
        case wrongCheckDigit, noSuchDate, futureDate, ancientDate, unknownRegion
        case notMobile
    }

    /// What is odd, but no fault. The names are stable like those of reasons, under `number.note.<name>`.
    public enum Note: String, Sendable, Hashable, CaseIterable {
        /// Full-width digits or letters were folded.
        case fullWidth
        /// An identity number of 15 digits, given out until 1999.
        case oldForm
        /// The district is not in today's table: it may have been merged or renamed.
        case districtGone
        /// The organisation code inside a credit code has a check character of its own, and that is wrong.
        case innerCheckDigit
        /// No bank or network of China is known to issue cards that begin so.
        case foreignIssuer
        /// A land-line number without its area code.
        case noAreaCode
        /// More letters than the standard gives to a serial.
        case unusualSerial
    }

    init(number: String, variety: String? = nil) { (self.number, self.variety) = (number, variety) }

    /// Written in no form of its kind.
    init(_ text: String, misses reason: Reason) {
        (number, form, self.reason) = (text, false, reason)
    }
}
