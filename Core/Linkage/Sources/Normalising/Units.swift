import Kernel

/// A text as it is compared: UTF-16 code units, folded in width, case, accents and traditional characters.
///
/// Two bytes a unit keep a million records small, and every place of a unit is a character of what people write.
public typealias Units = [UInt16]

extension UInt16 {
    /// Stands between the parts of a prepared value. No folded text holds it.
    static let separator: UInt16 = 0x1F
    static let blank: UInt16 = 0x20

    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { self >= 0x61 && self <= 0x7A }
}

extension Span<UInt16> {
    func equals(_ other: borrowing Span<UInt16>) -> Bool {
        guard count == other.count else { return false }
        for place in 0..<count where self[place] != other[place] { return false }
        return true
    }

    /// The place of the first separator from `start` on; the end where there is none.
    func separator(from start: Int = 0) -> Int {
        for place in start..<max(count, start) where self[place] == .separator { return place }
        return count
    }

    func contains(_ other: borrowing Span<UInt16>) -> Bool {
        guard other.count <= count else { return false }
        for start in 0...(count - other.count) {
            var place = 0
            while place < other.count, self[start + place] == other[place] { place += 1 }
            if place == other.count { return true }
        }
        return false
    }
}
