import Engine
import Kernel

/// Place, brand, trade and form: 宁波宏远物流有限公司.
struct MadeUpCompanyName {
    let full, short: String
    let industry: Customer.Industry
    /// The brand in pinyin, for mail and web addresses.
    let letters: String
    let english: String

    init(in city: MadeUp.City, _ dice: inout MadeUp.Dice) {
        let (industry, trades, englishTrade) = Self.trades.draw(&dice)
        let place = dice.hits(percent: 78) ? city.shortName : dice.hits(percent: 60) ? city.provinceShortName : city.name
        let brand = dice.one(of: Self.firsts) + dice.one(of: Self.seconds)
        let trade = dice.one(of: trades), form = Self.forms.draw(&dice)
        self.industry = industry
        full = dice.hits(percent: 12) ? "\(brand)\(trade)（\(city.shortName)）\(form)" : "\(place)\(brand)\(trade)\(form)"
        short = brand + trade
        letters = Pinyin.full(brand)
        english = "\(Pinyin.full(city.shortName).capitalised) \(letters.capitalised) \(englishTrade) Co., Ltd."
    }

    private static let firsts = "宏恒鑫华盛瑞泰安康永中金兴嘉博天海东德远佳信达云创智众新源同凯锦诚立万顺腾飞亚龙".map(String.init)
    private static let seconds = "达远泰丰源盛诚信通利业兴隆发昌瑞祥和润博凯宇辉腾创联拓科美顺康安途翔驰成裕鼎".map(String.init)

    private static let forms = MadeUp.Weighted([
        ("有限公司", 80), ("有限责任公司", 8), ("股份有限公司", 5), ("集团有限公司", 3), ("合伙企业（有限合伙）", 2),
    ])

    private static let trades = MadeUp.Weighted<(Customer.Industry, [String], String)>([
        ((.manufacturing, ["机械制造", "精密机械", "电子", "塑胶制品", "五金制品", "纺织", "服饰", "家具", "包装材料", "模具"], "Manufacturing"), 26),
        ((.wholesale, ["贸易", "商贸", "进出口", "建材", "食品", "电器", "汽车销售", "百货"], "Trading"), 22),
        ((.construction, ["建筑工程", "装饰工程", "市政工程", "园林绿化"], "Construction"), 10),
        ((.transport, ["物流", "运输", "供应链管理", "快运", "仓储"], "Logistics"), 9),
        ((.information, ["信息技术", "软件", "网络科技", "数据服务", "智能科技"], "Technology"), 9),
        ((.business, ["企业管理咨询", "人力资源", "广告传媒", "会展服务"], "Services"), 6),
        ((.hospitality, ["餐饮管理", "酒店管理"], "Hospitality"), 5),
        ((.property, ["物业管理", "房地产开发"], "Property"), 3), ((.agriculture, ["农业开发", "生态农业", "水产养殖"], "Agriculture"), 3),
        ((.health, ["医疗器械", "大药房", "健康管理"], "Medical"), 2), ((.education, ["教育科技", "培训服务"], "Education"), 2),
        ((.energy, ["新能源", "电力工程"], "Energy"), 1), ((.environment, ["环保科技"], "Environment"), 1), ((.culture, ["文化传播"], "Culture"), 1),
    ])
}

extension String {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
