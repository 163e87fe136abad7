import Engine
import Testing

@testable import Customers

@Suite struct InsurerTests {
    private let allUnits = MadeUp.Insurer.units
    private let allColleagues = MadeUp.Insurer.colleagues

    @Test("The insurer has headquarters, four provinces, twelve cities and forty units in all")
    func units() {
        let codes = allUnits.map(\.code)

        #expect(allUnits.count == 40 && Set(codes).count == 40)
        #expect(allUnits.count { $0.kind == .headquarters } == 1)
        #expect(allUnits.count { $0.kind == .branch && $0.parent == MadeUp.Insurer.headquarters } == 4)
        #expect(allUnits.count { $0.kind == .branch && $0.hasCustomers } == 12)
        #expect(Set(allUnits.map(\.name)).count == 40)
        for (place, unit) in allUnits.enumerated() where unit.parent != nil {
            #expect(codes[..<place].contains(unit.parent ?? ""), "\(unit.code) stands before its parent")
        }
    }

    @Test("A hundred and twenty people work there, each with a login of their own and one as administrator")
    func colleagues() {
        let logins = allColleagues.map(\.login)

        #expect(allColleagues.count == 120 && Set(logins).count == 120)
        #expect(allColleagues.filter(\.isAdministrator).map(\.login) == ["admin"])
        #expect(allColleagues.first { $0.login == "li.min" }?.name == "李敏")
        #expect(logins.allSatisfy { $0.wholeMatch(of: #/admin|[a-z]+\.[a-z]+[0-9]*/#) != nil })
        #expect(Set(allColleagues.map(\.unit)) == Set(allUnits.map(\.code)))
    }

    @Test("In every city somebody looks after customers")
    func advisers() {
        let territories = MadeUpTerritory.all.items

        #expect(territories.count == 12)
        #expect(territories.allSatisfy { $0.advisers.count >= 5 })
    }

    @Test("A surname is read as one in a login")
    func logins() {
        let read = { (name: MadeUp.PersonName) in "\(name.pinyin.surname).\(name.pinyin.given)" }
        var dice = MadeUp.Dice(seed: 4)
        let names = (0..<20_000).map { _ in MadeUp.PersonName(isFemale: false, born: 1985, &dice) }

        #expect(names.first { $0.surname == "单" && $0.given.count == 2 }.map(read)?.hasPrefix("shan.") == true)
        #expect(names.first { $0.surname == "欧阳" }.map(read)?.hasPrefix("ouyang.") == true)
    }
}
