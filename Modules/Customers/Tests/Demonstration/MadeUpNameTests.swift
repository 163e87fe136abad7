import Engine
import Foundation
import Testing

@testable import Customers

@Suite struct MadeUpNameTests {
    /// The shared data lie beside the project; without them these tests fail.
    private static let shared: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "shared/data/cn").path) {
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "shared/data/cn")
    }()

    private static func lines(_ file: String) -> [[String]] {
        let text = (try? String(contentsOf: shared.appending(path: file), encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            line.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
        }
    }

    @Test("Surnames are about as frequent as they are in China")
    func surnames() {
        let counted = Self.lines("family_names.csv").map { (name: $0[0], weight: Double($0[1]) ?? 0) }
        let sum = counted.reduce(0) { $0 + $1.weight }
        var dice = MadeUp.Dice(seed: 1)
        var drawn: [String: Int] = [:]
        for _ in 0..<50_000 { drawn[MadeUp.surnames.draw(&dice), default: 0] += 1 }

        let share = { (name: String) in Double(drawn[name] ?? 0) / 50_000 }
        let distance = counted.reduce(0) { $0 + abs($1.weight / sum - share($1.name)) } / 2
        let frequent = drawn.sorted { $0.value > $1.value }.prefix(10).map(\.key)

        #expect(distance < 0.2, "\(distance)")
        #expect(Set(frequent).isSubset(of: counted.prefix(14).map(\.name)))
    }

    @Test("The districts are real")
    func districts() {
        let cities = Dictionary(Self.lines("cities.csv").map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        let areas = Set(Self.lines("areas.csv").map { "\(cities[$0[2]] ?? "") \($0[1])" })

        for city in MadeUp.cities {
            for district in city.districts { #expect(areas.contains("\(city.name) \(district.name)")) }
        }
    }

    @Test("Names follow the fashion of the year and the sex")
    func fashions() {
        var dice = MadeUp.Dice(seed: 2)
        let given = { (isFemale: Bool, year: Int, dice: inout MadeUp.Dice) in
            Set((0..<400).map { _ in MadeUp.PersonName(isFemale: isFemale, born: year, &dice).given })
        }
        let (old, young) = (given(true, 1952, &dice), given(true, 2005, &dice))
        let men = given(false, 1952, &dice)

        #expect(old.intersection(young).count < old.count / 10)
        #expect(old.intersection(men).count < old.count / 10)
    }

    @Test("Weights decide how often something is drawn")
    func weights() {
        let weighted = MadeUp.Weighted([("often", 90), ("never", 0), ("seldom", 10)])
        var dice = MadeUp.Dice(seed: 3)
        let drawn = (0..<10_000).map { _ in weighted.draw(&dice) }

        #expect((8_800...9_200).contains(drawn.count { $0 == "often" }))
        #expect(!drawn.contains("never"))
    }
}
