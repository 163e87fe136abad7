public import Kernel

/// Where the made-up insurer is: four real provinces with three real cities each.
extension MadeUp {
    public struct City: Sendable, Hashable {
        /// `QH-JS-NJ` is the insurer's branch in Nanjing, `QH-JS` the one in Jiangsu.
        public let letters, provinceLetters: String
        public let name, province: String
        /// Without the 0 that is dialled before it.
        let areaCode: String
        let phoneLength: Int
        public let districts: [District]

        public struct District: Sendable, Hashable {
            public let name, postcode: String
        }

        /// 南京, as it stands in names.
        public var shortName: String { String(name.dropLast()) }
        public var provinceShortName: String { String(province.dropLast()) }

        init(
            _ letters: String, _ name: String, _ provinceLetters: String, _ province: String, _ areaCode: String, _ phoneLength: Int,
            _ districts: String
        ) {
            (self.letters, self.name, self.provinceLetters, self.province) = (letters, name, provinceLetters, province)
            (self.areaCode, self.phoneLength) = (areaCode, phoneLength)
            self.districts = districts.split(separator: " ").map { entry in
                District(name: String(entry.dropLast(6)), postcode: String(entry.suffix(6)))
            }
        }
    }

    public static let cities = [
        City("NJ", "南京市", "JS", "江苏省", "25", 8, "鼓楼区210009 玄武区210018 秦淮区210001 建邺区210019 栖霞区210046 江宁区211100 浦口区211800"),
        City("SU", "苏州市", "JS", "江苏省", "512", 8, "姑苏区215008 虎丘区215004 吴中区215128 相城区215131 吴江区215200 昆山市215300 常熟市215500"),
        City("WX", "无锡市", "JS", "江苏省", "510", 8, "梁溪区214000 锡山区214101 惠山区214174 滨湖区214062 新吴区214028 江阴市214400 宜兴市214200"),
        City("HZ", "杭州市", "ZJ", "浙江省", "571", 8, "西湖区310013 上城区310002 拱墅区310011 滨江区310051 萧山区311201 余杭区311121 富阳区311400"),
        City("NB", "宁波市", "ZJ", "浙江省", "574", 8, "海曙区315000 江北区315020 鄞州区315100 镇海区315200 北仑区315800 余姚市315400 慈溪市315300"),
        City("JH", "金华市", "ZJ", "浙江省", "579", 8, "婺城区321000 金东区321015 义乌市322000 东阳市322100 永康市321300 兰溪市321100"),
        City("GZ", "广州市", "GD", "广东省", "20", 8, "天河区510630 越秀区510030 荔湾区510145 海珠区510220 白云区510405 黄埔区510700 番禺区511400"),
        City("SZ", "深圳市", "GD", "广东省", "755", 8, "福田区518033 南山区518052 罗湖区518001 宝安区518101 龙岗区518116 龙华区518109 坪山区518118"),
        City("FS", "佛山市", "GD", "广东省", "757", 8, "禅城区528000 南海区528200 顺德区528300 三水区528100 高明区528500"),
        City("CD", "成都市", "SC", "四川省", "28", 8, "锦江区610021 青羊区610031 金牛区610036 武侯区610041 成华区610051 双流区610200 郫都区611730"),
        City("MY", "绵阳市", "SC", "四川省", "816", 7, "涪城区621000 游仙区621022 安州区622650 江油市621700 三台县621100"),
        City("DY", "德阳市", "SC", "四川省", "838", 7, "旌阳区618000 罗江区618500 广汉市618300 什邡市618400 绵竹市618200 中江县618100"),
    ]

    static let streets = """
        中山路 解放路 人民路 建设路 新华路 和平路 文化路 胜利路 长江路 黄河路 公园路 环城路 学府路 青年路 光明路 东风路 北京路 上海路 滨江大道
        迎宾大道 府前街 花园路 振兴路 体育路 工业路 科技路 创业路 银杏路 桂花街 梧桐路 湖滨路 凤凰路 龙泉路 望江路 春晖路 康宁路 金桥路 兴业路
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private static let estates = """
        花园 新村 家园 雅苑 名邸 华庭 嘉园 公寓 丽景苑 翠湖苑 阳光城 锦绣苑 桃源里 紫荆苑 金色家园 水岸花城 东方名苑 香樟园 书香苑 幸福里
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}

extension MadeUp.City {
    /// Where somebody lives.
    public func home(_ dice: inout MadeUp.Dice) -> Address {
        let estate = dice.one(of: MadeUp.homes)
        let house = "\(dice.within(1...42))幢\(dice.within(1...4))单元\(dice.within(1...28))0\(dice.within(1...6))室"
        return address("\(dice.one(of: MadeUp.streets))\(dice.within(1...680))号\(estate)\(house)", &dice)
    }

    /// Where a company sits.
    public func office(_ dice: inout MadeUp.Dice) -> Address {
        let building = dice.one(of: ["", "", "A座", "B座", "商务楼", "创业园"])
        let room = building.isEmpty ? "" : "\(dice.within(2...33))0\(dice.within(1...9))室"
        return address("\(dice.one(of: MadeUp.streets))\(dice.within(1...1980))号\(building)\(room)", &dice)
    }

    private func address(_ street: String, _ dice: inout MadeUp.Dice) -> Address {
        let district = dice.one(of: districts)
        return Address(
            country: "中国", province: province, city: name, district: district.name, street: street, postcode: district.postcode)
    }
}

extension MadeUp {
    fileprivate static let homes: [String] = streets.prefix(20).flatMap { street in
        estates.map { String(street.prefix(2)) + $0 }
    }
}
