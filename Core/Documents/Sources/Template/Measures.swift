/// A distance in a template: `12pt`, `20mm`, `1.5cm`, `0.5in`, `2em`, `40%`.
enum Length: Sendable, Hashable {
    /// 1/72 inch.
    case points(Double)
    /// Of the size of the text.
    case ems(Double)
    /// Of the width that is there, 1 for all of it.
    case share(Double)

    /// From nothing to two metres; a number without a unit is points.
    init?(_ text: some StringProtocol) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard !digits.isEmpty, digits.utf8.count <= 10, let number = Double(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "pt", "": self = .points(number)
        case "mm": self = .points(number * 72 / 25.4)
        case "cm": self = .points(number * 720 / 25.4)
        case "in": self = .points(number * 72)
        case "em": self = .ems(number)
        case "%": self = .share(number / 100)
        default: return nil
        }
        guard points(of: 1000, size: 96) <= 5670 else { return nil }
    }

    func points(of whole: Double, size: Double) -> Double {
        switch self {
        case .points(let points): points
        case .ems(let ems): ems * size
        case .share(let share): share * whole
        }
    }
}

/// The width of one column of a table: a length, or a part of what the lengths leave (`*`, `2*`).
enum ColumnWidth: Sendable, Hashable {
    case fixed(Length)
    case part(Double)

    init?(_ text: some StringProtocol) {
        guard text.hasSuffix("*") else {
            guard let length = Length(text) else { return nil }
            self = .fixed(length)
            return
        }
        guard let number = text.count == 1 ? 1 : Double(text.dropLast()), (0.01...1000).contains(number) else { return nil }
        self = .part(number)
    }

    /// The widths of all columns. What is too wide together is made narrower in proportion.
    static func points(_ widths: [ColumnWidth], of whole: Double, size: Double) -> [Double] {
        var parts = 0.0
        var fixed = 0.0
        for width in widths {
            switch width {
            case .fixed(let length): fixed += length.points(of: whole, size: size)
            case .part(let part): parts += part
            }
        }
        let unit = parts > 0 ? max(0, whole - fixed) / parts : 0
        let points = widths.map { width in
            switch width {
            case .fixed(let length): length.points(of: whole, size: size)
            case .part(let part): part * unit
            }
        }
        let sum = points.reduce(0, +)
        return sum > whole ? points.map { $0 * whole / sum } : points
    }
}

/// `#rgb` or `#rrggbb`, or one of a few names.
struct Colour: Sendable, Hashable {
    let red, green, blue: Double

    static let black = Colour(0x000000)
    static let line = Colour(0x9AA1A9)

    private static let names: [String: UInt32] = [
        "black": 0x000000, "white": 0xFFFFFF, "gray": 0x6B7280, "silver": 0xD1D5DB, "red": 0xC0392B, "green": 0x1E7B4F,
        "blue": 0x1F4E8C, "navy": 0x1B2A49, "orange": 0xC8641B,
    ]

    init(_ rgb: UInt32) {
        red = Double(rgb >> 16 & 0xFF) / 255
        green = Double(rgb >> 8 & 0xFF) / 255
        blue = Double(rgb & 0xFF) / 255
    }

    init?(_ text: String) {
        if let rgb = Self.names[text] {
            self.init(rgb)
            return
        }
        guard text.hasPrefix("#") else { return nil }
        let digits = text.dropFirst()
        let long = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
        guard long.count == 6, long.allSatisfy({ $0.isASCII && $0.isHexDigit }), let rgb = UInt32(long, radix: 16) else { return nil }
        self.init(rgb)
    }
}

/// Sheets, in points, upright.
enum Paper: String, Sendable, CaseIterable {
    case a4 = "A4"
    case a5 = "A5"
    case letter = "Letter"

    var size: Size {
        switch self {
        case .a4: Size(width: 595.276, height: 841.89)
        case .a5: Size(width: 419.528, height: 595.276)
        case .letter: Size(width: 612, height: 792)
        }
    }
}

struct Size: Sendable, Hashable {
    var width: Double
    var height: Double
}
