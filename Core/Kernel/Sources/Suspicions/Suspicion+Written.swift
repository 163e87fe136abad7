extension Suspicion {
    /// A value folded for comparing: narrow, small letters, at most 400 signs of it.
    struct Written {
        let signs: [UInt32]
        let folded: String
        let hasControls: Bool
        /// Its letters, digits and ideographs, capital; the rest left out.
        let plain: [UInt8]

        init(_ text: String) {
            var signs: [UInt32] = [], view = String.UnicodeScalarView(), plain = String.UnicodeScalarView(), hasControls = false
            for scalar in text.unicodeScalars.prefix(400) {
                let value = WrittenCode.narrow(scalar.value)
                if value < 0x20 && ![0x09, 0x0A, 0x0D].contains(value) || (0x7F...0x9F).contains(value) || value == 0xFFFD { hasControls = true }
                if WrittenCode.isBlank(value) {
                    if !view.isEmpty { view.append(" ") }
                    continue
                }
                let small = (0x41...0x5A).contains(value) ? value + 0x20 : value
                guard let folded = Unicode.Scalar(small) else { continue }
                signs.append(small)
                view.append(folded)
                if folded.properties.isAlphabetic || (0x30...0x39).contains(small), let capital = Unicode.Scalar((0x61...0x7A).contains(small) ? small - 0x20 : small) {
                    plain.append(capital)
                }
            }
            while view.last == " " { view.removeLast() }
            (self.signs, folded, self.hasControls, self.plain) = (signs, String(view), hasControls, Array(String(plain).utf8))
        }

        var digits: [UInt8] { plain.filter(\.isDigit) }

        var isPlaceholder: Bool {
            if SuspiciousLists.placeholders.contains(folded) { return true }
            guard let last = folded.utf8.last, last.isDigit else { return false }
            var stem = folded
            while let sign = stem.unicodeScalars.last, (0x30...0x39).contains(sign.value) || " -_#".unicodeScalars.contains(sign) { stem.unicodeScalars.removeLast() }
            return SuspiciousLists.numbered.contains(stem)
        }

        /// A mask, or a title behind at most two characters.
        var isIncomplete: Bool {
            if signs.contains(0x2A) || folded.contains("某") { return true }
            guard let title = SuspiciousLists.titles.first(where: folded.hasSuffix) else { return false }
            return folded.count - title.count <= 1
        }

        /// One sign again and again, or two in turn.
        func repeats(atLeast count: Int) -> Bool {
            guard signs.count >= count else { return false }
            return Set(signs).count == 1 || signs.count >= 6 && Set(signs).count == 2 && zip(signs, signs.dropFirst(2)).allSatisfy { $0 == $1 }
        }

        static func repeatsPair(_ digits: ArraySlice<UInt8>) -> Bool {
            Set(digits).count == 2 && digits.count >= 8 && zip(digits, digits.dropFirst(2)).allSatisfy { $0 == $1 }
        }

        /// 12345 or 98765 as a whole, also across the zero.
        static func isRun(_ digits: ArraySlice<UInt8>) -> Bool {
            let steps = zip(digits, digits.dropFirst()).map { ($1.digit - $0.digit + 10) % 10 }
            return !steps.isEmpty && (steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == 9 })
        }

        /// At least four keys beside each other, and nothing else but the same again.
        var isKeyboardRun: Bool {
            let bytes = Array(folded.utf8)
            guard bytes.count >= 4, bytes.allSatisfy({ $0.isDigit || (0x61...0x7A).contains($0) }) else { return false }
            let unit = (4..<bytes.count).first { length in zip(bytes, bytes.dropFirst(length)).allSatisfy { $0 == $1 } } ?? bytes.count
            let run = Array(bytes.prefix(unit))
            return SuspiciousLists.keyboard.contains { $0.contains(run) || Array($0.reversed()).contains(run) }
        }
    }
}
