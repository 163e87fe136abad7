import Foundation
import Kernel

/// A number of a cell. Spreadsheets keep 15 digits of it, and write it in ways of their own.
public struct SheetNumber: Sendable, Hashable {
    /// As it stands in the file: `0.30000000000000004`, `1.38E+10`, `440524188001010000`.
    public let written: String

    public init(written: String) { self.written = written }

    /// In plain digits, as a wide enough cell shows it: `0.3`, `13800000000`, `440524188001010000`.
    public var digits: String {
        // A whole number stands there exactly, also where a program other than Excel has written more than 15 digits.
        guard written.utf8.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }) else { return written }
        guard let exact = Decimal(exactly: written), let size = Double(written)?.magnitude, size > 0 else { return written }
        let wholeDigits = Int(Foundation.log10(size).rounded(.down)) + 1
        return exact.rounded(scale: 15 - wholeDigits).description
    }

    /// Nil for text that is no number.
    init?(_ bytes: [UInt8]) {
        guard let first = bytes.first, first != 0x65, first != 0x45, bytes.allSatisfy(Self.mayBelong) else { return nil }
        written = String(decoding: bytes, as: UTF8.self)
    }

    private static func mayBelong(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }
}
