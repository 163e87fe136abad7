/// The made-up insurer: headquarters with six departments, four provinces, twelve cities, seventeen offices; 120 people.
extension MadeUp {
    public enum Insurer {
        public static let headquarters = "QH"
        static let city = MadeUp.cities[7]

        /// Parents before children.
        public static let units: [Unit] =
            [Unit(headquarters, "青衡保险总公司", .headquarters, nil, city)]
            + departments.map { Unit("QH-\($0.letters)", $0.name, .department, headquarters, city) }
            + MadeUp.cities.enumerated().filter { $0.offset % 3 == 0 }.map { Unit(province: $0.element) }
            + MadeUp.cities.map { Unit(city: $0) }
            + MadeUp.cities.flatMap { city in
                city.districts.prefix(largeCities.contains(city.shortName) ? 2 : 1).enumerated().map { Unit(number: $0.offset + 1, $0.element, city) }
            }

        private static let departments = [
            ("KF", "客户服务部"), ("DH", "联络中心"), ("YX", "市场营销部"), ("LP", "理赔部"), ("XX", "信息技术部"), ("CW", "财务部"),
        ].map { (letters: $0.0, name: $0.1) }

        private static let largeCities: Set<String> = ["苏州", "杭州", "广州", "深圳", "成都"]

        /// The administrator, 李敏 in Nanjing, and 118 others, in the order of their units.
        public static let colleagues: [Colleague] = {
            var colleagues: [Colleague] = []
            var logins: Set<String> = []
            for (number, unit) in units.enumerated() {
                for place in 0..<unit.places {
                    var dice = Dice(seed: MadeUp.seed, 1, number, place)
                    colleagues.append(Colleague(in: unit, place, &logins, &dice))
                }
            }
            return colleagues
        }()
    }

    /// A unit of the insurer, before it has an id.
    public struct Unit: Sendable {
        public let code, name: String
        public let kind: OrgUnit.Kind
        public let parent: String?
        public let city: City

        init(_ code: String, _ name: String, _ kind: OrgUnit.Kind, _ parent: String?, _ city: City) {
            (self.code, self.name, self.kind, self.parent, self.city) = (code, name, kind, parent, city)
        }

        init(province city: City) {
            self.init("QH-\(city.provinceLetters)", "\(city.provinceShortName)分公司", .branch, Insurer.headquarters, city)
        }

        init(city: City) {
            self.init("\(Self.code(of: city))", "\(city.shortName)中心支公司", .branch, "QH-\(city.provinceLetters)", city)
        }

        init(number: Int, _ district: City.District, _ city: City) {
            self.init("\(Self.code(of: city))-0\(number)", "\(city.shortName)\(district.name.dropLast())营业部", .store, Self.code(of: city), city)
        }

        private static func code(of city: City) -> String { "QH-\(city.provinceLetters)-\(city.letters)" }

        /// Whether it looks after customers: the cities and their offices do.
        public var hasCustomers: Bool { kind == .store || code.split(separator: "-").count == 3 }

        var places: Int {
            switch kind {
            case .headquarters: 4
            case .department: 5
            case .branch: hasCustomers ? 3 : 4
            case .store, .franchisee: 2
            }
        }
    }

    /// Somebody who works there.
    public struct Colleague: Sendable {
        public let login, name, unit, mobile: String
        /// The key of a prepared role.
        let role: String
        public var mail: String { "\(login)@example.com" }
        public var isAdministrator: Bool { login == Self.administrator }

        public static let administrator = "admin", adviser = "li.min"

        init(in unit: Unit, _ place: Int, _ logins: inout Set<String>, _ dice: inout Dice) {
            mobile = MadeUp.mobile(&dice)
            self.unit = unit.code
            let isNanjing = unit.code == "QH-JS-NJ" && place == 0
            role = isNanjing ? "representative" : Self.role(in: unit, place)
            if unit.kind == .headquarters, place == 0 {
                (login, name) = (Self.administrator, "系统管理员")
            } else {
                let born = dice.within(1968...2001)
                let drawn = PersonName(isFemale: dice.hits(percent: 52), born: born, &dice)
                let person = isNanjing ? PersonName(surname: "李", given: "敏") : drawn
                login = Self.login(of: person, isAdviser: isNanjing, unlike: logins)
                name = person.full
            }
            logins.insert(login)
        }

        private static func role(in unit: Unit, _ place: Int) -> String {
            switch unit.kind {
            case .headquarters: place == 1 ? "auditor" : place == 2 ? "dataProtectionOfficer" : "analyst"
            case .department: ["QH-KF", "QH-DH", "QH-LP"].contains(unit.code) ? "serviceAgent" : "analyst"
            case .branch: place == 0 ? "branchManager" : "representative"
            case .store, .franchisee: place == 0 ? "teamLead" : "representative"
            }
        }

        /// `wei.dong`, or `wei.dong2` where that is taken. `li.min` is in the handbook: nobody else gets it.
        private static func login(of person: PersonName, isAdviser: Bool, unlike taken: Set<String>) -> String {
            let written = "\(person.pinyin.surname).\(person.pinyin.given)"
            var (login, next) = (written, 2)
            while taken.contains(login) || (login == adviser && !isAdviser) {
                login = "\(written)\(next)"
                next += 1
            }
            return login
        }
    }
}
