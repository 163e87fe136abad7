import Kernel

/// Names of people as they are common in China: the surname by its frequency, the given name by sex and year of birth.
extension MadeUp {
    public struct PersonName: Sendable, Hashable {
        public let surname: String
        public let given: String
        public var full: String { surname + given }

        /// A name for somebody of that sex, born in that year.
        public init(isFemale: Bool, born year: Int, _ dice: inout Dice) {
            let fashion = Fashion.of(year, isFemale: isFemale)
            surname = MadeUp.surnames.draw(&dice)
            if surname.unicodeScalars.count == 1, dice.hits(percent: fashion.singlePercent) {
                given = dice.one(of: fashion.single)
            } else {
                given = dice.one(of: fashion.first) + dice.one(of: fashion.second)
            }
        }

        init(surname: String, given: String) { (self.surname, self.given) = (surname, given) }

        /// Surname and given name in pinyin: `shan`, `weidong`.
        public var pinyin: (surname: String, given: String) {
            let whole = Pinyin.full(full), given = Pinyin.full(given)
            // A surname is read as one only before its given name: 单 alone is dan.
            return whole.hasSuffix(given) ? (String(whole.dropLast(given.count)), given) : (Pinyin.full(surname), given)
        }
    }

    /// Approximate bearers in ten thousand people: the frequent surnames, then double ones and some rare ones.
    public static let surnames = Weighted(
        """
        王740 李725 张690 刘530 陈470 杨315 黄235 赵215 吴210 周205 徐155 孙150 马130 朱128 胡125 林120 郭115 何112 高105 罗98
        郑95 梁90 谢80 宋75 唐72 许70 邓66 韩66 冯65 曹62 彭61 曾60 肖58 田56 董55 潘54 袁54 蔡53 蒋52 余51 于50 杜49 叶48
        程47 魏46 苏46 吕46 丁45 任44 卢43 姚42 沈42 钟41 姜40 崔39 谭39 陆38 范37 汪36 廖36 石35 金35 韦34 贾34 夏33 付32 方32
        邹31 熊30 白30 孟29 秦29 邱28 侯28 江27 尹26 薛26 闫25 段25 雷24 龙23 黎23 史22 陶22 贺21 毛21 郝21 顾20 龚20 邵20
        万19 覃19 武18 钱18 戴30 严17 莫17 孔16 向16 常15 汤15 康15 温14 牛14 施14 文13 樊13 葛13 邢12 安12 齐12 易12 乔11 伍11
        庞11 颜11 倪10 庄10 聂10 章10 鲁10 岳10 翟10 申9 殷9 詹9 欧9 单6 解5 柯5 翁5 梅5 纪5 盛5 查2 仇2 区2
        欧阳6 上官2 司马2 诸葛1 皇甫1 尉迟1 慕容1 东方1 令狐1
        """)

    /// What people called their children at a time.
    private struct Fashion: Sendable {
        let single, first, second: [String]
        /// How many had a given name of one character.
        let singlePercent: Int

        init(singlePercent: Int, _ single: String, _ first: String, _ second: String) {
            self.singlePercent = singlePercent
            (self.single, self.first, self.second) = (single.map(String.init), first.map(String.init), second.map(String.init))
        }

        static func of(_ year: Int, isFemale: Bool) -> Fashion {
            let times = isFemale ? women : men
            return (times.last { $0.since <= year } ?? times[0]).fashion
        }

        private static let men: [(since: Int, fashion: Fashion)] = [
            (0, Fashion(
                singlePercent: 12, "勇军华明平强斌刚", "建国志文德玉福金永春长保清光振忠明家树宝", "国华明生林民祥福山军海成平荣贵发义根才和")),
            (1960, Fashion(
                singlePercent: 28, "军勇伟强涛斌辉波刚平兵峰毅健彬杰华林", "建志国文卫海晓永伟春少立新金小俊学光庆东",
                "军华平明东强伟民峰勇林波辉斌刚忠新兵红生")),
            (1980, Fashion(
                singlePercent: 40, "伟磊涛超鹏杰勇强军波飞斌浩凯鑫亮刚洋峰辉龙宁", "志海晓伟俊建文小永国立振世家鹏少洪宏明春",
                "伟强鹏杰峰超龙明波涛勇军飞斌辉亮华磊刚东")),
            (1990, Fashion(
                singlePercent: 32, "杰超鑫浩凯鹏磊涛帅旭龙宇斌洋俊阳博毅晨航", "志家俊文浩子嘉明天宇晓海泽建伟振思世少永",
                "豪杰伟鹏龙超涛强辉宇峰文斌飞航凯阳林明轩")),
            (2000, Fashion(
                singlePercent: 10, "浩睿宇鑫涛博轩阳航晨", "子浩宇俊嘉博泽天梓文家雨智思明皓睿一晨逸", "轩豪宇涵杰然泽阳睿博航辰熙霖瑞哲凯琪鑫文")),
        ]

        private static let women: [(since: Int, fashion: Fashion)] = [
            (0, Fashion(
                singlePercent: 12, "芳英敏霞萍珍玲琴", "秀桂玉淑凤兰春素金月美翠爱惠丽彩云菊瑞志", "英兰珍芳华梅琴荣霞云莲凤玲香芬娥花清仙菊")),
            (1960, Fashion(
                singlePercent: 28, "敏丽艳霞燕红芳萍梅玲静娟英莉琳洁群慧", "丽晓小春红秀玉雪海建艳美淑桂月文爱慧亚冬",
                "华丽红梅霞芳燕萍玲敏英琴娟艳云莉蓉平珍群")),
            (1980, Fashion(
                singlePercent: 40, "静丽娟艳敏燕婷娜芳洁莉颖倩玲丹霞慧琳蕾雪", "晓丽海雪小艳婷秀文春红佳冬玉美慧燕金莉静",
                "燕丽娟霞玲艳敏婷静娜芳莉琴红萍洁梅云华君")),
            (1990, Fashion(
                singlePercent: 32, "婷静颖雪倩敏悦莹琳丹雯欣娜慧瑶洁月媛", "雨晓佳梦思雪婷诗嘉慧文欣静丹海紫秋玉怡若",
                "婷雪琪怡萍颖敏欣瑶洁玲燕倩雯莹琳娜霞丽君")),
            (2000, Fashion(
                singlePercent: 10, "悦彤欣萱琪妍婷颖瑶雪", "子欣梓雨诗思佳语可若一梦紫嘉心静晨怡芷依", "涵怡萱妍彤琪婷瑶欣悦雯晴桐宁汐然语琳蕊莹")),
        ]
    }
}
