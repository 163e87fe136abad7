public import Foundation

/// The keys that protect values at rest. The first one seals; all of them open and find.
///
/// A key file has one key a line, 32 bytes in Base64, newest first; what follows a `#` is a remark.
public struct KeyRing: Sendable, Hashable {
    public let keys: [Key]

    /// One key with the two that are derived from it (HMAC-SHA-256 over a label, as HKDF-Expand of RFC 5869 does for one block).
    public struct Key: Sendable, Hashable {
        /// Eight hexadecimal digits that name the key and tell nothing about it.
        public let id: String
        let sealing: [UInt8]
        let finding: [UInt8]

        init(_ bytes: [UInt8]) {
            id = String(Crypto.hmac("guanxi key id", key: bytes).prefix(4).map(Hexadecimal.digits).joined())
            sealing = Crypto.hmac("guanxi sealing", key: bytes)
            finding = Crypto.hmac("guanxi finding", key: bytes)
        }
    }

    public struct Mistake: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    /// Reads the text of a key file.
    public init(_ text: String) throws(Mistake) {
        var keys: [Key] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let written = (line.split(separator: "#", omittingEmptySubsequences: false).first ?? "").trimmingCharacters(in: .whitespaces)
            if written.isEmpty { continue }
            guard let data = Data(base64Encoded: written), data.count == 32 else {
                throw Mistake(description: "line \(number + 1) of the keys is not 32 bytes in Base64")
            }
            keys.append(Key(Array(data)))
        }
        guard !keys.isEmpty else { throw Mistake(description: "there is no key") }
        guard keys.count <= 16, Set(keys.map(\.id)).count == keys.count else {
            throw Mistake(description: "a key stands there twice, or there are more than 16")
        }
        self.keys = keys
    }

    /// A line for a key file: a new key, from the system's random numbers.
    public static func newLine() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }).base64EncodedString()
    }
}

enum Hexadecimal {
    static func digits(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
