/// What is wrong with one value. The text for people stands in the `Texts` under `problem.<code>`.
public struct ValueProblem: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        case required, wrongType, tooLong, badCharacter, badNumber, tooManyPlaces, outOfRange, badDate, badDateTime, badFlag
        case unknownOption, badReference, notFound, badPhone, badMail, badURL, badIdentityNumber, badCheckDigit, unknownCurrency
        case letterForDigit, wrongLength, noSuchBirthday, futureBirthday, contradicts
        case unknownPart, tooMany, repeated, badAttachment, program, unknownField, readOnly, fixed, taken, stillUsed, badOperator, badPeriod
        case badFilter, badSort, badCursor, badFormula, tooDeep, notTogether, changedSince, notKept
        case masked, notAllowed, forbidden, notProtectable, outOfOrder
        case unsuitable, noLine, noHeader, hasRecords
        case sameRecord, circle, onBoth, badNumberRule
        case badKey, reserved, otherKind, unfit, duplicates, retired
        case badFile, spoiled, badRow, wrongColumnCount, unknownColumn, ambiguous, notMatched, alreadyThere, notEnded, badMapping, badTemplate
        case needsApproval, notDescending
        case needsHTTPS, privateAddress, badPort
        case declined
        case circular, related
        case badRhythm, tooOften
        case wrongPassword, wrongCode, guessable, sameAsBefore
    }

    public let code: Code
    /// What the message needs, by name: `max`, `option`, …
    public let values: [String: String]

    public init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }

    public func on(_ field: String) -> FieldProblem { FieldProblem(field: field, problem: self) }
}

/// A value's problem with the field that it concerns; `address.city` names a part.
public struct FieldProblem: Sendable, Hashable {
    public let field: String
    public let problem: ValueProblem

    public init(field: String, problem: ValueProblem) {
        self.field = field
        self.problem = problem
    }
}

/// Input that was refused, with every problem that was found. Nothing was written.
public struct Invalid: Error, Sendable, Hashable {
    public let problems: [FieldProblem]

    public init(_ problems: [FieldProblem]) { self.problems = problems }
    public init(_ field: String, _ code: ValueProblem.Code, _ values: [String: String] = [:]) {
        problems = [FieldProblem(field: field, problem: ValueProblem(code, values))]
    }
}
