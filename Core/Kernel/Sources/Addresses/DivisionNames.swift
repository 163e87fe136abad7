/// The ways in which people write the name of a division: 广西壮族自治区 as 广西, 恩施土家族苗族自治州 as 恩施州 or 恩施, 南山区 as 南山.
enum DivisionNames {
    /// Codes that only fill a level, such as 市辖区 between 北京市 and 东城区; nobody means a place by them.
    static func isFiller(_ name: String, level: Int) -> Bool {
        level == 2 && (name == "县" || name == "市辖区" || name.hasSuffix("直辖县级行政区划"))
    }

    /// What is left without the word for its rank, at least two characters; nil where that is the whole name.
    static func short(_ name: String, level: Int) -> String? {
        let bare = level == 1 ? province(name) : withoutRank(name)
        return bare.count >= 2 && bare != name ? bare : nil
    }

    private static func province(_ name: String) -> String {
        // 内蒙古, 广西, 西藏, 宁夏, 新疆: the first two or three characters.
        if name.hasSuffix("自治区") { return String(name.prefix(name.hasPrefix("内蒙古") ? 3 : 2)) }
        return name.hasSuffix("特别行政区") ? String(name.dropLast(5)) : String(name.dropLast())
    }

    private static func withoutRank(_ name: String) -> String {
        if let rank = ["自治州", "自治县", "自治旗"].first(where: name.hasSuffix) { return withoutPeoples(String(name.dropLast(rank.count))) }
        if let rank = ["地区", "林区", "特区"].first(where: name.hasSuffix), name.count > 3 { return String(name.dropLast(rank.count)) }
        return "市区县旗盟".contains(name.last ?? " ") ? String(name.dropLast()) : name
    }

    private static func withoutPeoples(_ name: String) -> String {
        var rest = name
        while let people = peoples.first(where: { rest.hasSuffix($0) && rest.count - $0.count >= 2 }) { rest.removeLast(people.count) }
        return rest.hasSuffix("族") ? String(rest.dropLast()) : rest
    }

    private static let peoples = [
        "蒙古族", "蒙古", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "哈萨克",
        "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜", "土族", "达斡尔族", "达斡尔", "仫佬族", "羌族", "布朗族", "撒拉族",
        "毛南族", "仡佬族", "锡伯", "阿昌族", "普米族", "塔吉克", "怒族", "鄂温克族", "德昂族", "保安族", "裕固族", "独龙族", "各族",
    ]

    /// The words for a rank that may stand behind a short name though the table has another, since counties become cities and districts.
    static func ranks(_ level: Int) -> [String] {
        switch level {
        case 2: ["地区", "市", "州", "盟"]
        case 3: ["区", "县", "市", "旗"]
        default: []
        }
    }
}
