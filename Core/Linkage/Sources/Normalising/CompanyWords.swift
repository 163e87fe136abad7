/// The words of company names that say little about which company it is.
enum CompanyWords {
    /// Legal forms, the longest first.
    static let forms = list(
        """
        集团股份有限公司 集团有限责任公司 控股集团有限公司 股份有限公司 有限责任公司 集团有限公司 控股有限公司 责任有限公司 有限合伙企业 农民专业合作社
        普通合伙 有限合伙 股份公司 集团公司 控股公司 责任公司 有限公司 专业合作社 个体工商户 经营部 工作室 总公司 合作社 合伙企业 事务所 公司 集团 控股 总厂 商行 商店 商社
        工厂 厂 店
        """)

    /// What a part of a company is called.
    static let branches = list(
        """
        中心支公司 营销服务部 省分公司 市分公司 分公司 支公司 子公司 营业部 营业厅 营业所 营销部 服务部 门市部 办事处 代表处 联络处 事业部 经销部 销售部 分店 分厂 分行 支行 分社
        分院 分部 分理处 旗舰店 专卖店 门店
        """)

    /// What companies do: names that differ only in these are near each other.
    static let trades = list(
        """
        信息技术 网络科技 电子商务 供应链管理 企业管理 国际贸易 进出口 科技发展 科技 技术 贸易 商贸 实业 工贸 发展 投资 咨询 管理 服务 物流 网络 信息 电子 电器 机械 设备 建设 建筑
        工程 装饰 食品 餐饮 服饰 服装 文化传媒 文化 传媒 广告 医药 生物 化工 材料 制造 工业 汽车 房地产 置业 保险 国际
        """)

    static let latinForms: Set<Units> = words(
        """
        ltd limited inc incorporated co company corp corporation gmbh ag llc llp lp plc sa sarl srl spa bv nv pty kg kgaa oy ab as aps kk group
        holding holdings the and
        """)
    static let latinBranches: Set<Units> = words("branch office subsidiary division")

    private static func list(_ text: String) -> [Units] {
        text.split(whereSeparator: \.isWhitespace).map { Array($0.utf16) }.sorted { $0.count > $1.count }
    }

    private static func words(_ text: String) -> Set<Units> { Set(list(text)) }
}
