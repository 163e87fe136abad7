import Foundation
import Kernel

/// Traditional characters as simplified ones, from ICU by way of Foundation.
///
/// A call of the transform costs more than a whole comparison may: it is asked once for all ideographs of the first plane.
enum Simplified {
    static func units(of scalars: [Unicode.Scalar]) -> Units {
        var units: Units = []
        units.reserveCapacity(scalars.count)
        for scalar in scalars {
            if let unit = UInt16(exactly: scalar.value) {
                units.append(block.contains(unit) ? table[Int(unit - block.lowerBound)] : unit)
            } else {
                units.append(contentsOf: String(scalar).utf16)
            }
        }
        return units
    }

    private static let block: ClosedRange<UInt16> = 0x3400...0x9FFF

    private static let table: [UInt16] = {
        var text = ""
        for value in block {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            text += "\n"
        }
        let simplified = (text.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? text)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return block.enumerated().map { place, unit in
            // What is not one character of the first plane stays as it is.
            let other = place < simplified.count ? Array(simplified[place].utf16) : []
            return other.count == 1 ? other[0] : unit
        }
    }()
}
