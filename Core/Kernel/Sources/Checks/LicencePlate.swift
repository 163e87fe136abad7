/// The licence plate of a vehicle in China (GA 36): the short name of a province, the letter of an office, a serial.
///
/// The letters I and O are not used. New-energy vehicles have six places after the office, with a letter that tells how they are
/// driven: first for small ones, last for large ones.
public enum LicencePlate {
    public enum Variety: String, Sendable, Hashable, CaseIterable {
        case ordinary, newEnergy, police, trailer, learner, consulate, embassy, hongKong, macau, rescue, armedPolice, military
    }

    static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars.map(\.value))

    static func check(_ text: String) -> NumberCheck {
        var signs: [UInt32] = []
        for scalar in text.unicodeScalars {
            let folded = WrittenCode.narrow(scalar.value)
            if WrittenCode.isBlank(folded) || WrittenCode.isDash(folded) || separators.contains(folded) { continue }
            signs.append((0x61...0x7A).contains(folded) ? folded - 0x20 : folded)
            guard signs.count <= WrittenCode.longest else { return NumberCheck(text, misses: .tooLong) }
        }
        guard !signs.isEmpty else { return NumberCheck(text, misses: .empty) }
        guard let variety = variety(of: signs) else { return NumberCheck(text, misses: fault(in: signs)) }
        var number = String.UnicodeScalarView()
        number.append(contentsOf: signs.compactMap(Unicode.Scalar.init))
        var check = NumberCheck(number: String(number), variety: variety.rawValue)
        if variety == .ordinary, signs.dropFirst(2).count(where: { !isDigit($0) }) > 2 { check.notes.append(.unusualSerial) }
        return check
    }

    /// The dots that stand between office and serial.
    private static let separators: Set<UInt32> = Set("·•・.．‧●∙".unicodeScalars.map(\.value))

    private static func variety(of signs: [UInt32]) -> Variety? {
        if let variety = special(signs) { return variety }
        guard signs.count >= 7, provinces.contains(signs[0]), isLetter(signs[1]) else { return nil }
        let serial = signs[2...]
        switch serial.count {
        case 5 where serial.allSatisfy(isSerial): return .ordinary
        case 5: return signs[2...5].allSatisfy(isSerial) ? ending(signs[6]) : nil
        case 6 where signs[2...5].allSatisfy(isSerial) && signs.suffix(2) == rescue: return .rescue
        case 6: return isNewEnergy(Array(serial)) ? .newEnergy : nil
        default: return nil
        }
    }

    /// 学, 挂, 警, 领, 港 and 澳 take the last place.
    private static func ending(_ sign: UInt32) -> Variety? {
        switch Unicode.Scalar(sign) {
        case "警": .police
        case "挂": .trailer
        case "学": .learner
        case "领": .consulate
        case "港": .hongKong
        case "澳": .macau
        default: nil
        }
    }

    private static let rescue = Array("应急".unicodeScalars.map(\.value))[...]

    /// What does not begin with a province: embassies (six digits and 使, before 2018 the other way round), the army, the armed police (WJ).
    private static func special(_ signs: [UInt32]) -> Variety? {
        let embassy = UInt32(0x4F7F)
        if signs.count == 7, signs[6] == embassy, signs.prefix(6).allSatisfy(isDigit) { return .embassy }
        if signs.count == 7, signs[0] == embassy, signs.dropFirst().allSatisfy(isDigit) { return .embassy }
        if signs.count == 7, isLetter(signs[0]), isLetter(signs[1]), signs.dropFirst(2).allSatisfy(isDigit) { return .military }
        guard signs.starts(with: [0x57, 0x4A]), (7...8).contains(signs.count) else { return nil }
        let rest = provinces.contains(signs[2]) ? signs.dropFirst(3) : signs.dropFirst(2)
        return (4...5).contains(rest.count) && rest.allSatisfy(isSerial) ? .armedPolice : nil
    }

    /// Driven by electricity alone: D, A, B, C, E; otherwise F, G, H, J, K. Beside that letter a small one may have another at the second place.
    private static func isNewEnergy(_ serial: [UInt32]) -> Bool {
        let tells = { (sign: UInt32) in (0x41...0x48).contains(sign) || sign == 0x4A || sign == 0x4B }
        let isSmall = tells(serial[0]) && isSerial(serial[1]) && serial.dropFirst(2).allSatisfy(isDigit)
        return isSmall || (serial.prefix(5).allSatisfy(isDigit) && tells(serial[5]))
    }

    private static func isDigit(_ sign: UInt32) -> Bool { (0x30...0x39).contains(sign) }
    private static func isLetter(_ sign: UInt32) -> Bool { (0x41...0x5A).contains(sign) && sign != 0x49 && sign != 0x4F }
    private static func isSerial(_ sign: UInt32) -> Bool { isDigit(sign) || isLetter(sign) }

    private static func fault(in signs: [UInt32]) -> NumberCheck.Reason {
        if signs.contains(0x49) || signs.contains(0x4F) { return .letterForDigit }
        if !(7...8).contains(signs.count) { return .wrongLength }
        return signs.dropFirst(2).dropLast(2).allSatisfy({ isSerial($0) }) ? (provinces.contains(signs[0]) ? .wrongForm : .unknownRegion) : .badCharacter
    }
}
