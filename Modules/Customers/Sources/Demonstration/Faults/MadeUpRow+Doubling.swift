import Engine
import Foundation
import Kernel

/// How the same customer is written down a second time.
extension MadeUpRow {
    mutating func vary(_ fault: PlantedFault, _ dice: inout MadeUp.Dice) {
        // Another branch, and what only one of both asked for.
        branch = dice.one(of: MadeUp.Insurer.units.filter(\.hasCustomers).map(\.code))
        bankCard = ""
        switch fault {
        case .duplicateHomophone:
            name = homophoneName ?? name
            if dice.hits(percent: 50) { (identityType, identityNumber) = ("", "") }
        case .duplicateNewPhone:
            mobile = String(MadeUp.mobile(&dice).trimmingPrefix("+86"))
            if dice.hits(percent: 50) { (address, postcode) = ("", "") }
        case .duplicateTraditional:
            name = traditionalName ?? name
            mail = ""
        case .duplicateMoved:
            (identityType, identityNumber) = ("", "")
            address = MadeUp.cities[dice.below(MadeUp.cities.count)].home(&dice).province ?? ""
            postcode = ""
        case .duplicateCompanyForm:
            name = companyVariant(&dice)
            if dice.hits(percent: 60) { (identityType, identityNumber) = ("", "") }
        default: break
        }
    }

    /// With one character of the given name that sounds the same.
    var homophoneName: String? {
        for (index, character) in Array(name).enumerated().dropFirst() {
            guard let other = Self.homophones[character] else { continue }
            var letters = Array(name)
            letters[index] = other
            return String(letters)
        }
        return nil
    }

    private static let homophones: [Character: Character] = Dictionary(
        ["伟玮", "强蔷", "敏闽", "静婧", "丽莉", "军君", "杰洁", "涛滔", "明铭", "华桦", "霞侠", "萍平", "红鸿", "娟涓", "艳燕", "玲灵", "晓小", "志至", "建健", "文雯"].flatMap { pair in
            let two = Array(pair)
            return [(two[0], two[1]), (two[1], two[0])]
        }) { first, _ in first }

    /// As it is written in Hong Kong and Taiwan; nil where it is the same.
    var traditionalName: String? {
        guard let written = name.applyingTransform(StringTransform("Hans-Hant"), reverse: false), written != name else { return nil }
        return written
    }

    /// Without its form, or with the place in brackets, or with 有限责任公司 for 有限公司.
    private func companyVariant(_ dice: inout MadeUp.Dice) -> String {
        switch dice.below(3) {
        case 0: return name.replacing("有限责任公司", with: "").replacing("股份有限公司", with: "").replacing("有限公司", with: "")
        case 1: return name.replacing("有限公司", with: "有限责任公司").replacing("有限责任责任公司", with: "有限责任公司")
        default:
            for city in MadeUp.cities where name.hasPrefix(city.shortName) {
                let rest = name.dropFirst(city.shortName.count)
                return String(rest).replacing("有限", with: "（\(city.shortName)）有限", maxReplacements: 1)
            }
            return name.replacing("（", with: "(").replacing("）", with: ")") + " "
        }
    }
}
