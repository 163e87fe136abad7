/// Codes that names share when they sound alike.
enum Sound {
    /// Of a name's reading: pinyin as ears confuse it and, unless the name is Chinese, the code of its consonants.
    static func codes(of letters: Units, isChinese: Bool) -> [Units] {
        isChinese ? [pinyin(letters)] : [consonants(letters), pinyin(letters)]
    }

    /// zh, ch and sh as z, c and s; ng as n: what many speakers do not tell apart.
    private static func pinyin(_ letters: Units) -> Units {
        var code: Units = []
        for letter in letters where letter != .blank {
            let isSilent = letter == h && [z, c, s].contains(code.last) || letter == g && code.last == n
            if !isSilent { code.append(letter) }
        }
        return code
    }

    /// After Soundex (Russell 1918): vowels behind the first letter left out, consonants that are confused as one number.
    private static func consonants(_ letters: Units) -> Units {
        var code: Units = []
        var previous: UInt16 = 0
        for letter in letters where letter != .blank {
            let group = letter.isLetter ? groups[Int(letter - 0x61)] : letter
            if group == 0 {
                if code.isEmpty { code.append(letter) }
                if letter != h { previous = 0 }
                continue
            }
            if group != previous { code.append(group) }
            previous = group
            if code.count == longest { break }
        }
        return code
    }

    private static let longest = 6
    private static let (c, g, h, n, s, z): (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16) = (0x63, 0x67, 0x68, 0x6E, 0x73, 0x7A)

    /// Of each letter from a to z; 0 for vowels, h, w and y.
    private static let groups: [UInt16] = "01230120022455012623010202".unicodeScalars.map { $0 == "0" ? 0 : UInt16($0.value) }
}
