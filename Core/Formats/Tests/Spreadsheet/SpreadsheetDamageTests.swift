import Formats
import Testing

@Suite struct SpreadsheetDamageTests {
    @Test(arguments: [
        ("1.38E+10", SpreadsheetDamage.scientific), ("4.40524E+17", .scientific), ("1e+10", .scientific), ("440524188001010000", .lostDigits),
        ("6222021234567890000", .lostDigits), ("13800138000", nil), ("440524188001010014", nil), ("44052418800101001X", nil), ("6222021234567890", nil),
        ("1.38", nil), ("E+10", nil), ("#N/A", .errorValue), ("########", .errorValue), ("#1", nil), ("", nil),
    ])
    func `text of a file shows what a spreadsheet did to a code`(text: String, damage: SpreadsheetDamage?) {
        #expect(SpreadsheetDamage.found(in: text, of: .digits) == damage)
    }

    @Test(arguments: [
        ("1.3800138E10", nil), ("440524188001010000", SpreadsheetDamage.lostDigits), ("4.40524188001010E+17", .lostDigits), ("6222021234567890", .lostDigits),
        ("12345678901234567", nil), ("123456789012345", nil),
    ])
    func `a number in a cell has lost what lies behind 15 digits`(written: String, damage: SpreadsheetDamage?) {
        #expect(SpreadsheetDamage.found(in: .number(SheetNumber(written: written)), of: .digits) == damage)
    }

    @Test func `quantities and texts may look like that; errors never`() {
        for content in [SpreadsheetDamage.Content.quantity, .text] {
            #expect(SpreadsheetDamage.found(in: "1.38E+10", of: content) == nil)
            #expect(SpreadsheetDamage.found(in: .number("440524188001010000"), of: content) == nil)
            #expect(SpreadsheetDamage.found(in: .error("#REF!"), of: content) == .errorValue)
            #expect(SpreadsheetDamage.found(in: .uncalculated, of: content) == .errorValue)
        }
    }
}
