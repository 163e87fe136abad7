/// The digits of a phone number as it was written, with what matters of the signs between them.
struct WrittenPhone {
    private(set) var digits: [UInt8] = []
    private(set) var hasPlus = false
    /// How many digits stand before the last dash or opening bracket.
    private(set) var lastDash: Int?
    private(set) var `extension`: [UInt8] = []

    /// Nil at the first sign that does not belong into a phone number.
    init?(_ text: String) {
        var scalars = Array(text.unicodeScalars.lazy.map { WrittenCode.narrow($0.value) })[...]
        while let value = scalars.first {
            if let marker = Self.extensionMarkers.first(where: { scalars.starts(with: $0, by: Self.sameLetter) }) {
                guard !digits.isEmpty, let branch = Self.branch(scalars.dropFirst(marker.count)) else { return nil }
                `extension` = branch
                return
            }
            scalars = scalars.dropFirst()
            switch value {
            case 0x30...0x39: digits.append(UInt8(value))
            case 0x2B:
                guard digits.isEmpty, !hasPlus else { return nil }
                hasPlus = true
            case 0x28, 0x2D: lastDash = digits.count
            case 0x29, 0x2E, 0x2F, 0xB7: break
            default:
                guard WrittenCode.isBlank(value) || WrittenCode.isDash(value) else { return nil }
                if WrittenCode.isDash(value) { lastDash = digits.count }
            }
        }
    }

    private static let extensionMarkers: [[UInt32]] = ["extension", "ext", "x", "#", "转", "轉", "分机"].map {
        $0.unicodeScalars.map(\.value)
    }

    private static func sameLetter(_ left: UInt32, _ right: UInt32) -> Bool {
        left == right || ((0x41...0x5A).contains(left) && left + 0x20 == right)
    }

    private static func branch(_ rest: ArraySlice<UInt32>) -> [UInt8]? {
        var branch: [UInt8] = []
        for value in rest {
            if (0x30...0x39).contains(value) {
                branch.append(UInt8(value))
                continue
            }
            // Blanks, dashes, dots, colons and a closing bracket.
            let isSign = WrittenCode.isBlank(value) || WrittenCode.isDash(value) || [0x2E, 0x3A, 0x29].contains(value)
            guard isSign else { return nil }
        }
        return (1...8).contains(branch.count) ? branch : nil
    }
}
