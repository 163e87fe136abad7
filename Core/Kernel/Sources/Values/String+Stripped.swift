import Foundation

extension String {
    /// Without the blanks and line ends before and after it.
    ///
    /// Foundation's own way takes a text apart character by character; few texts have anything to trim.
    package var stripped: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last, first.mayBeBlank || last.mayBeBlank else { return self }
        return trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Unicode.Scalar {
    /// False for letters, digits and ideographs in common use; the rest is for Foundation to say.
    fileprivate var mayBeBlank: Bool {
        switch value {
        case 0x21...0x7E, 0xC0...0x02FF, 0x4E00...0x9FFF, 0xFF01...0xFF5E: false
        default: true
        }
    }
}
