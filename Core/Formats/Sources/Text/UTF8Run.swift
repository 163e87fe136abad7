/// Finds lines of UTF-8 in a file of GB18030, which reads most of them as well, but as other words.
///
/// Four Chinese characters in UTF-8 with nothing but ASCII between them are twelve bytes that GB18030 text does not show: it would take
/// six neighbours of which two are rare and all have their second byte in a narrow range.
struct UTF8Run {
    private static let enough = 4

    private var characters = 0
    /// Bytes that the current character still wants.
    private var wanted = 0
    /// Told once a line.
    private var isTold = false

    /// How many bytes belong before the place where the line has shown itself as UTF-8; nil when that is not among these.
    mutating func end(in bytes: ArraySlice<UInt8>) -> Int? {
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A, 0x0D: self = UTF8Run()
            case 0xE3...0xE9, 0xEF:
                if wanted > 0 { characters = 0 }
                wanted = 2
            case 0x80...0xBF where wanted > 0:
                wanted -= 1
                if wanted == 0 { characters += 1 }
            case 0x80...: (characters, wanted) = (0, 0)
            default:
                if wanted > 0 { (characters, wanted) = (0, 0) }
            }
            if characters == Self.enough, !isTold {
                isTold = true
                return index + 1
            }
        }
        return nil
    }
}
