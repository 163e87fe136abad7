import Kernel

/// Refuses passwords that a guesser tries first. There is no list to keep up to date: what is common or known of the person
/// counts nothing, nor does what follows from the character before it; of the rest there must be enough.
struct PasswordPolicy: Sendable {
    let common: Set<String>

    /// So many characters that do not follow from something.
    private static let minimumSurprise = 6

    /// - Parameter known: what everybody can know of the person: login, name.
    func check(_ password: String, of known: [String], field: String) throws(Invalid) {
        let length = password.unicodeScalars.count
        guard length >= Password.minimumLength else {
            throw Invalid(field, .outOfRange, ["min": String(Password.minimumLength), "max": String(Password.maximumLength)])
        }
        guard length <= Password.maximumLength else { throw Invalid(field, .tooLong, ["max": String(Password.maximumLength)]) }
        let plain = password.lowercased(), read = Self.readLetters(plain)
        let words = known.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) }.filter { $0.count > 1 }
        let surprise = [plain, read].map { Self.surprise(of: $0, without: words) }.min() ?? 0
        guard surprise >= Self.minimumSurprise, !common.contains(plain) else { throw Invalid(field, .guessable) }
    }

    /// `p@ssw0rd` is read as `password`.
    private static func readLetters(_ text: String) -> String {
        let letters: [Character: Character] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"]
        return String(text.map { letters[$0] ?? $0 })
    }

    /// How many characters do not follow from what is known, common, a date, or the character before.
    private static func surprise(of text: String, without known: [String]) -> Int {
        var text = text
        for word in (known + commonParts).sorted(by: { $0.count > $1.count }) { text.replace(word, with: "\n") }
        text.replace(#/(19|20)\d\d([-./]?(0[1-9]|1[0-2])[-./]?([0-2]\d|3[01]))?/#, with: "\n")
        let rest = Array(text.unicodeScalars)
        var surprise = 0
        var seen: Set<[Unicode.Scalar]> = []
        for (place, scalar) in rest.enumerated() where scalar != "\n" {
            guard place > 0 else { surprise += 1; continue }
            let pair = [rest[place - 1], scalar]
            // The second time round, "xk3xk3" tells nothing new.
            if follows(scalar, pair[0]) || !seen.insert(pair).inserted { continue }
            surprise += 1
        }
        return min(surprise, Set(rest).subtracting(["\n"]).count + surprise / 3)
    }

    /// The same character, its neighbour in the alphabet, or its neighbour on the keyboard.
    private static func follows(_ scalar: Unicode.Scalar, _ previous: Unicode.Scalar) -> Bool {
        if abs(Int(scalar.value) - Int(previous.value)) <= 1 { return true }
        return rows.contains { row in
            guard let place = row.firstIndex(of: scalar), let before = row.firstIndex(of: previous) else { return false }
            return abs(place - before) == 1
        }
    }

    private static let rows = ["`1234567890-=", "~!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1qaz", "2wsx", "3edc", "4rfv", "5tgb"]
        .map { Array($0.unicodeScalars) }

    /// Words and numbers that people here put into passwords.
    private static let commonParts = [
        "password", "passwd", "admin", "administrator", "root", "user", "test", "welcome", "letmein", "login", "master", "monkey",
        "dragon", "iloveyou", "loveyou", "love", "sunshine", "princess", "football", "qwerty", "guanxi", "crm", "company", "office",
        "spring", "summer", "autumn", "winter", "hello", "secret", "changeme", "default", "system", "manager", "service", "china",
        "woaini", "aini", "mima", "wodemima", "zhongguo", "beijing", "shanghai", "guangzhou", "shenzhen", "nihao", "laopo", "laogong",
        "baobao", "baobei", "kehu", "gongsi", "guanli", "yonghu", "denglu", "520", "521", "1314", "5201314", "1314520", "7758521",
        "7758258", "147258", "159357", "147852", "666", "888", "168", "518", "123321", "112233", "密码", "我爱你", "中国",
    ]
}

extension Engine {
    var passwordPolicy: PasswordPolicy { PasswordPolicy(common: accountSettings.commonPasswords) }
}
