/// The postcode of an address in China: six digits, of which the first two tell the province.
public enum Postcode {
    static func check(_ text: String) -> NumberCheck {
        switch WrittenCode.read(text) {
        case .failure(let fault): return NumberCheck(text, misses: fault.reason)
        case .success(let bytes):
            guard bytes.count == 6, bytes.allSatisfy(\.isDigit) else {
                return NumberCheck(text, misses: WrittenCode.faultOfDigits(bytes, lengths: [6]))
            }
            let number = String(decoding: bytes, as: UTF8.self)
            var check = NumberCheck(number: number)
            check.region = province(of: number) != nil
            check.reason = check.region == true ? nil : .unknownRegion
            return check
        }
    }

    /// The code of the province (GB/T 2260) that a postcode leads to, such as 44 for 518000. Nil where none begins so.
    public static func province(of postcode: String) -> String? {
        if postcode.hasPrefix("99907") { return postcode.hasSuffix("8") ? "82" : "81" }
        return postcode.utf8.count == 6 ? provinces[String(postcode.prefix(2))] : nil
    }

    /// The code of the province with whose name, whole or short, a text begins. Nil where it begins with none.
    public static func province(naming text: String) -> String? {
        names.first { text.hasPrefix($0.key) }?.value
    }

    private static let names: [String: String] = [
        "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21", "吉林": "22", "黑龙江": "23", "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34",
        "福建": "35", "江西": "36", "山东": "37", "河南": "41", "湖北": "42", "湖南": "43", "广东": "44", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52",
        "云南": "53", "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64", "新疆": "65",
    ]

    private static let provinces: [String: String] = {
        let starts: [(String, ClosedRange<Int>)] = [
            ("15", 1...2), ("14", 3...4), ("13", 5...7), ("11", 10...10), ("21", 11...12), ("22", 13...13), ("23", 15...16), ("31", 20...20),
            ("32", 21...22), ("34", 23...24), ("37", 25...27), ("12", 30...30), ("33", 31...32), ("36", 33...34), ("35", 35...36), ("50", 40...40),
            ("43", 41...42), ("42", 43...44), ("41", 45...47), ("44", 51...52), ("45", 53...54), ("52", 55...56), ("46", 57...57), ("51", 61...64),
            ("53", 65...67), ("61", 71...72), ("62", 73...74), ("64", 75...75), ("63", 81...81), ("65", 83...84), ("54", 85...86),
        ]
        return Dictionary(uniqueKeysWithValues: starts.flatMap { code, range in range.map { ($0 < 10 ? "0\($0)" : String($0), code) } })
    }()
}
