import Engine
import Kernel

/// A row of the insurer's customer file as its branches would send it.
struct MadeUpRow {
    var name = "", kind = "个人", identityType = "", identityNumber = "", gender = "", birthday = "", mobile = "", phone = "", mail = ""
    var address = "", postcode = "", plate = "", bankCard = "", branch = ""

    static let header = ["姓名", "类别", "证件类型", "证件号码", "性别", "出生日期", "手机", "电话", "邮箱", "地址", "邮编", "车牌号", "银行卡号", "机构"]

    var cells: [String] {
        [name, kind, identityType, identityNumber, gender, birthday, mobile, phone, mail, address, postcode, plate, bankCard, branch]
    }

    /// Customer `number` of the demo data, as text, with a car and a card to pay by.
    init(_ number: Int, now: Instant) {
        let customer = MadeUpCustomer(number, now: now)
        let draft = MadeUp.Draft<Customer>(customer.values)
        name = draft[\.title] ?? ""
        let isOrganisation = MadeUpCustomer.isOrganisation(number)
        if isOrganisation { kind = "机构" }
        identityType = draft[\.identityType].flatMap(\.self).map { [.identityCard: "身份证", .creditCode: "统一社会信用代码", .passport: "护照"][$0] ?? "" } ?? ""
        identityNumber = draft[\.identityNumber].flatMap(\.self) ?? ""
        gender = draft[\.gender].flatMap(\.self).map { $0 == .female ? "女" : "男" } ?? ""
        birthday = draft[\.birthday].flatMap(\.self)?.description ?? ""
        mobile = String((draft[\.mobile].flatMap(\.self) ?? "").trimmingPrefix("+86"))
        phone = draft[\.phone].flatMap(\.self).flatMap { ChinesePhone($0)?.display } ?? ""
        // Addresses at example.com are what a check-up looks for; there is no domain of this name. Nor do strangers share an address.
        mail = (draft[\.mail].flatMap(\.self) ?? "").replacing(#/@.*/#, with: "\(number)@kehu.qh")
        if let place = draft[\.address].flatMap(\.self) {
            address = [place.province, place.city, place.district, place.street].compactMap(\.self).joined()
            postcode = place.postcode ?? ""
        }
        branch = customer.adviser.unit
        var dice = MadeUp.Dice(seed: MadeUp.seed, 6, number)
        if dice.hits(percent: 60) { plate = Self.plate(&dice) }
        if dice.hits(percent: 35) { bankCard = Self.bankCard(&dice) }
    }

    /// A plate of the province of Qinghai, where the insurer has no branch, or one of a car that drives on electricity.
    private static func plate(_ dice: inout MadeUp.Dice) -> String {
        let letters = "ABCDEFGHJKLMNPQRSTUVWXYZ".map(String.init)
        return dice.hits(percent: 15) ? "青A" + dice.one(of: ["D", "F"]) + dice.digits(5) : "青A" + dice.one(of: letters) + dice.digits(4)
    }

    /// A number of 19 digits behind 62, with the digit that it must end in.
    private static func bankCard(_ dice: inout MadeUp.Dice) -> String {
        let first = "621700" + dice.digits(12)
        return first + (Luhn.checkDigit(for: first).map(String.init) ?? "")
    }
}
