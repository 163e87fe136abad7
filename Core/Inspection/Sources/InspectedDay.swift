package import struct Kernel.Day

/// Days as files write them.
package enum InspectedDay {
    /// `1980-05-17`, `1980/5/17`, `1980.05.17`, `19800517`, `1980年5月17日`, with or without a time behind it.
    package static func read(_ text: String) -> Day? {
        let parts = text.split { !$0.isASCII || !$0.isNumber }.prefix(3).map(String.init)
        if let first = parts.first, first.utf8.count == 8 || first.utf8.count == 14 {
            return Day(year: Int(first.prefix(4)) ?? 0, month: Int(first.dropFirst(4).prefix(2)) ?? 0, day: Int(first.dropFirst(6).prefix(2)) ?? 0)
        }
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else { return nil }
        return Day(year: year, month: month, day: day)
    }
}
