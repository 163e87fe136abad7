/// Whether a name is one of an organisation, told by looking at it.
package enum OrganisationName {
    package static func holds(_ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains(where: name.contains) || endings.contains(where: name.hasSuffix)
    }

    private static let words = ["公司", "集团", "银行", "学校", "大学", "医院", "中心", "协会", "委员会", "合作社", "事务所", "研究院", "有限", "工作室", "商行"]
    private static let endings = ["厂", "店", "局", "部", "院", "社", "馆", "厅", "行", "ltd", "ltd.", "inc", "inc.", "limited", "llc", "corp", "corp.", "co.", "gmbh", "plc", "company"]
}
