import Foundation
import Kernel

/// An amount of money as it is written out on Chinese contracts and invoices: 壹仟零伍元叁角整.
///
/// By the rules of the People's Bank for bills: zeros in a row are read once; 整 ends what has no fen; below nothing stands 负.
struct ChineseAmount {
    let text: String

    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
    private static let places = ["", "拾", "佰", "仟"]
    private static let groups = ["", "万", "亿", "万亿"]

    /// Rounded to fen. Nil from ten quadrillion on.
    init?(_ amount: Decimal) {
        guard let signed = amount.rounded(scale: 2).units(scale: 2) else { return nil }
        let fen = signed.magnitude
        let yuan = fen / 100
        guard yuan < 10_000_000_000_000_000 else { return nil }
        let (jiao, cent) = (Int(fen / 10 % 10), Int(fen % 10))
        var result = yuan > 0 ? Self.whole(yuan) + "元" : ""
        if jiao > 0 {
            result += Self.digits[jiao] + "角"
        } else if cent > 0, yuan > 0 {
            result += Self.digits[0]
        }
        if cent > 0 { result += Self.digits[cent] + "分" }
        if fen == 0 { result = "零元" }
        text = (signed < 0 ? "负" : "") + result + (cent == 0 ? "整" : "")
    }

    private static func whole(_ number: UInt64) -> String {
        var result = ""
        var rest = number
        var index = 0
        var groupsOfFour: [(digits: Int, index: Int)] = []
        while rest > 0 {
            groupsOfFour.append((Int(rest % 10_000), index))
            rest /= 10_000
            index += 1
        }
        var owesZero = false
        for (digits, index) in groupsOfFour.reversed() {
            guard digits > 0 else {
                owesZero = !result.isEmpty
                continue
            }
            if !result.isEmpty, owesZero || digits < 1000 { result += Self.digits[0] }
            // 万亿 is 亿 again where a smaller group of 亿 follows: 壹万贰仟亿.
            let followed = index == 3 && groupsOfFour[2].digits > 0
            result += group(digits) + (followed ? "万" : groups[index])
            owesZero = false
        }
        return result
    }

    private static func group(_ number: Int) -> String {
        var result = ""
        var owesZero = false
        for place in (0..<4).reversed() {
            let digit = number / [1, 10, 100, 1000][place] % 10
            if digit == 0 {
                owesZero = !result.isEmpty
            } else {
                if owesZero { result += digits[0] }
                result += digits[digit] + places[place]
                owesZero = false
            }
        }
        return result
    }
}
