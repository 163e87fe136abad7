import CSodium
public import Foundation
import Store

/// Keeps small secrets that the server must be able to read again, sealed in the database: XChaCha20-Poly1305 with a key that
/// lies elsewhere.
public struct Secrets: Sendable {
    private let key: [UInt8]?

    /// No key: nothing can be sealed or opened.
    public static let none = Secrets(key: nil)

    private init(key: [UInt8]?) { self.key = key }

    /// - Parameter key: 32 bytes in Base64, as `openssl rand -base64 32` writes them; nil when it is something else.
    public init?(key text: String) {
        guard let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            data.count == Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
        else { return nil }
        key = Array(data)
    }

    var hasKey: Bool { key != nil }

    private static let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// - Parameter purpose: what the secret is and whose; sealed under another purpose it does not open.
    func seal(_ bytes: [UInt8], for purpose: String) throws -> String {
        guard let key, sodium_init() >= 0 else { throw StoreError.unavailable("there is no key for secrets") }
        var nonce = [UInt8](repeating: 0, count: Self.nonceLength)
        randombytes_buf(&nonce, nonce.count)
        var sealed = [UInt8](repeating: 0, count: bytes.count + Self.tagLength)
        let context = Array(purpose.utf8)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, bytes, UInt64(bytes.count), context, UInt64(context.count), nil, nonce, key)
        return Data(nonce + sealed).base64EncodedString()
    }

    /// Nil when it was sealed with another key or for another purpose.
    func open(_ text: String, for purpose: String) throws -> [UInt8]? {
        guard let key, sodium_init() >= 0 else { throw StoreError.unavailable("there is no key for secrets") }
        guard let data = Data(base64Encoded: text), data.count >= Self.nonceLength + Self.tagLength else { return nil }
        let nonce = Array(data.prefix(Self.nonceLength)), sealed = Array(data.dropFirst(Self.nonceLength))
        var bytes = [UInt8](repeating: 0, count: sealed.count - Self.tagLength)
        let context = Array(purpose.utf8)
        let result = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &bytes, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce, key)
        return result == 0 ? bytes : nil
    }
}
