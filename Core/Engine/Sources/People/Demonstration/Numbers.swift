/// Numbers that look right.
///
/// No mobile prefix that passes for one is free of subscribers, so phone numbers are simply random and may ring at a
/// stranger's: nobody should call or text them. Mail goes nowhere, since its domains are reserved (RFC 2606). Identity numbers
/// and credit codes have right check digits and begin with a region that no place has.
extension MadeUp {
    /// GB/T 2260 gives no province the number 88, nor any other from 84 to 89.
    public static let unassignedRegion = "88"

    /// `+8613812345678`
    public static func mobile(_ dice: inout Dice) -> String { "+86" + mobilePrefixes.draw(&dice) + dice.digits(8) }

    /// `+862583456789`
    public static func landline(in city: City, _ dice: inout Dice) -> String {
        "+86\(city.areaCode)\(dice.within(2...8))\(dice.digits(city.phoneLength - 1))"
    }

    public static func mailDomain(_ dice: inout Dice) -> String { dice.one(of: ["example.com", "example.net", "example.org"]) }

    private static let mobilePrefixes = Weighted<String>(
        ["135", "136", "137", "138", "139", "150", "151", "158", "159", "186", "189"].map { ($0, 6) }
            + ["130", "131", "132", "133", "134", "152", "153", "155", "156", "157", "180", "181", "182", "183", "185", "187", "188"].map { ($0, 3) }
            + ["145", "147", "166", "170", "171", "173", "175", "176", "177", "178", "184", "191", "195", "198", "199"].map { ($0, 1) })
}
