import CSodium
import Foundation

/// Passwords are kept as Argon2id hashes (RFC 9106) with 19 MiB and two passes, made by libsodium.
public enum Password {
    public static let minimumLength = 10
    public static let maximumLength = 200

    /// Takes some 40 ms and 19 MiB on purpose; `PasswordGate` bounds how many run at once.
    static func hash(_ password: String) -> String? {
        guard sodium_init() >= 0 else { return nil }
        var hash = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let password = Array(password.utf8CString.dropLast())
        let result = crypto_pwhash_str(&hash, password, UInt64(password.count), 2, 19 * 1024 * 1024)
        return result == 0 ? String(decoding: hash.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    static func matches(_ password: String, hash: String) -> Bool {
        guard sodium_init() >= 0 else { return false }
        let password = Array(password.utf8CString.dropLast())
        return crypto_pwhash_str_verify(hash, password, UInt64(password.count)) == 0
    }
}

/// Secrets that are handed out once and kept only as their hash.
enum Secret {
    /// 32 random bytes, in letters that need no escaping anywhere.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// SHA-256 as hexadecimal digits. A plain hash is enough for what is random in all its bits.
    static func hash(_ secret: String) -> String {
        let bytes = Array(secret.utf8)
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
