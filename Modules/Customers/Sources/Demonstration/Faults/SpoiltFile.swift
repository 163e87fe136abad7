public import Kernel
import Engine

/// The customer file of the made-up insurer with faults planted in it, and beside it what they are: by it anybody can measure how many of each
/// kind a check-up finds, and how many rows it blames for nothing.
///
/// Row n is the same in every file of the same share of faults, whatever its length.
public struct SpoiltFile: Sendable {
    /// Of a hundred rows.
    public let faults: Int
    private let now: Instant

    public init(faults: Int, now: Instant) { (self.faults, self.now) = (faults, now) }

    public static let header = ["客户号"] + MadeUpRow.header
    public static let truthHeader = ["row", "kind", "twin"]

    /// Row `number`, from 1, and what is wrong with it: `row`, `kind`, and of a duplicate the row that it doubles. Nil where nothing is.
    public func row(_ number: Int) -> (cells: [String], truth: [String]?) {
        let index = number - 1
        var dice = MadeUp.Dice(seed: MadeUp.seed, 7, index)
        guard dice.hits(percent: faults) else { return (cells(index, MadeUpRow(index, now: now)), nil) }
        // Not every row has what a fault would spoil: then another is tried.
        for _ in 0..<20 {
            let fault = MadeUpCustomer.isOrganisation(index) ? PlantedFault.ofCompanies.draw(&dice) : PlantedFault.ofPeople.draw(&dice)
            if fault.isDuplicate {
                guard let twin = twin(of: index, for: fault, &dice) else { continue }
                var row = MadeUpRow(twin, now: now)
                row.vary(fault, &dice)
                return (cells(index, row), [String(number), fault.rawValue, String(twin + 1)])
            }
            var row = MadeUpRow(index, now: now)
            if row.spoil(fault, index, &dice) { return (cells(index, row), [String(number), fault.rawValue, ""]) }
        }
        return (cells(index, MadeUpRow(index, now: now)), nil)
    }

    private func cells(_ index: Int, _ row: MadeUpRow) -> [String] { [MadeUpCustomer.code(index)] + row.cells }

    private func isSpoilt(_ index: Int) -> Bool {
        var dice = MadeUp.Dice(seed: MadeUp.seed, 7, index)
        return dice.hits(percent: faults)
    }

    /// An earlier row of the same kind that nothing is wrong with and that has what the double is told by.
    private func twin(of index: Int, for fault: PlantedFault, _ dice: inout MadeUp.Dice) -> Int? {
        let isOrganisation = MadeUpCustomer.isOrganisation(index)
        for _ in 0..<200 where index > 0 {
            let twin = dice.below(index)
            guard !isSpoilt(twin), MadeUpCustomer.isOrganisation(twin) == isOrganisation else { continue }
            let row = MadeUpRow(twin, now: now)
            let hasEnough = isOrganisation || !row.mobile.isEmpty && (fault != .duplicateNewPhone || row.identityType == "身份证")
            if hasEnough, fault != .duplicateTraditional || row.traditionalName != nil, fault != .duplicateHomophone || row.homophoneName != nil { return twin }
        }
        return nil
    }
}
