import Foundation
import Kernel
import Testing

@testable import Customers

@Suite struct SpoiltFileTests {
    private static let now = Instant(milliseconds: 1_790_000_000_000)
    private static let rows = (1...3_000).map { SpoiltFile(faults: 23, now: now).row($0) }

    @Test func `So many rows of a hundred are spoilt, in every way there is`() {
        let kinds = Self.rows.compactMap { $0.truth?[1] }

        #expect((600...780).contains(kinds.count))
        #expect(Set(kinds) == Set(PlantedFault.allCases.map(\.rawValue)))
    }

    @Test func `A double names an earlier row that nothing is wrong with`() throws {
        let doubles = Self.rows.compactMap(\.truth).filter { !$0[2].isEmpty }

        #expect(doubles.count > 150)
        for truth in doubles {
            let row = try #require(Int(truth[0])), twin = try #require(Int(truth[2]))
            #expect(twin < row)
            #expect(Self.rows[twin - 1].truth == nil)
        }
    }

    @Test func `A wrong check digit is the only thing wrong with its number`() throws {
        let spoilt = Self.rows.filter { $0.truth?[1] == PlantedFault.cardCheckDigit.rawValue }

        for (cells, _) in spoilt {
            let card = try #require(IdentityCard(cells[4], on: Self.now.day(in: .gmt)))
            #expect(card.checksumHolds == false)
            #expect(card.dateIsPlausible)
        }
    }

    @Test func `A row is the same in every file, however long`() {
        #expect(SpoiltFile(faults: 23, now: Self.now).row(70).cells == Self.rows[69].cells)
        #expect(SpoiltFile(faults: 0, now: Self.now).row(70).truth == nil)
    }
}
