extension SeededRandom {
    /// The bytes with a few changes: flipped bits, lost and doubled stretches, strange signs and tokens in between.
    public mutating func mutated(_ bytes: [UInt8], tokens: [String] = []) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...8, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &self))
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
            case 4: bytes.insert(contentsOf: Array(pick(Self.strange + tokens).utf8), at: place)
            default: bytes.replaceSubrange(place..<end, with: Array(pick(Self.strange + tokens).utf8))
            }
        }
        return bytes
    }

    private static let strange = [
        "", "\u{0}", "\u{FEFF}", "\u{202E}", "😀", "e\u{301}", "\\ud800", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-0", "1e400",
        "9223372036854775808", "' OR 1=1 --", "%", "%00", "%ff", "\r\n", "../", "0", "-1", "NaN",
    ]
}
