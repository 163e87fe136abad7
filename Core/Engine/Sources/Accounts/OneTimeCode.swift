import Kernel

/// The codes of authenticator apps (TOTP, RFC 6238): six digits from a shared secret and the time, a new one every 30 seconds.
struct OneTimeCode: Sendable {
    let secret: [UInt8]

    static let stepLength: Int64 = 30_000
    /// A clock may be one step ahead or behind.
    private static let drift: Int64 = 1

    /// 160 bits, as RFC 4226 recommends.
    static func newSecret() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    static func step(at instant: Instant) -> Int64 { instant.milliseconds / stepLength }

    func code(at step: Int64) -> Int {
        let digest = Crypto.oldHMAC(withUnsafeBytes(of: step.bigEndian) { Array($0) }, key: secret)
        let offset = Int(digest[19] & 0x0F)
        let number = digest[offset..<offset + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return Int(number % 1_000_000)
    }

    /// The step whose code this is; nil for a wrong code, and for one of a step that was used already.
    func step(of code: Int, now: Instant, after used: Int64) -> Int64? {
        let current = Self.step(at: now)
        return (current - Self.drift...current + Self.drift).first { $0 > used && self.code(at: $0) == code }
    }

    /// What an authenticator app reads from a QR code or takes typed in.
    func uri(account: String, issuer: String) -> String {
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(Base32.text(secret))&issuer=\(escaped(issuer))"
            + "&algorithm=SHA1&digits=6&period=30"
    }
}

/// Bytes as letters and digits that cannot be mistaken for each other (RFC 4648), without padding.
enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var (bits, count) = (0 as UInt32, 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(letters[Int(bits >> UInt32(count) & 31)])
            }
        }
        if count > 0 { text.append(letters[Int(bits << UInt32(5 - count) & 31)]) }
        return text
    }
}
