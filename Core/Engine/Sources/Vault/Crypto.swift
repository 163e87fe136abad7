import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) and HMAC (RFC 2104), by OpenSSL.
enum Crypto {
    static let nonceLength = 12, tagLength = 16

    static func hmac(_ text: String, key: [UInt8]) -> [UInt8] { hmac(Array(text.utf8), key: key, EVP_sha256(), count: 32) }

    /// HMAC-SHA-1, for authenticator apps, which compute their codes with nothing else. Within HMAC SHA-1 is good still.
    static func oldHMAC(_ message: [UInt8], key: [UInt8]) -> [UInt8] { hmac(message, key: key, EVP_sha1(), count: 20) }

    private static func hmac(_ message: [UInt8], key: [UInt8], _ digest: OpaquePointer?, count: Int) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: count)
        var length: UInt32 = 0
        HMAC(digest, key, Int32(key.count), message, message.count, &code, &length)
        return code
    }

    /// Nonce, cipher text and tag, one after the other; nil only when OpenSSL has no memory.
    static func encrypt(_ open: [UInt8], key: [UInt8], context: [UInt8]) -> [UInt8]? {
        var generator = SystemRandomNumberGenerator()
        let nonce = (0..<nonceLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard let cipher = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(cipher) }
        var sealed = [UInt8](repeating: 0, count: open.count), tag = [UInt8](repeating: 0, count: tagLength), length: Int32 = 0
        guard EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_EncryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1,
            EVP_EncryptUpdate(cipher, &sealed, &length, open, Int32(open.count)) == 1,
            EVP_EncryptFinal_ex(cipher, &tag, &length) == 1,
            EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1
        else { return nil }
        return nonce + sealed + tag
    }

    /// Nil when key, context or bytes are not those of `encrypt`.
    static func decrypt(_ bytes: [UInt8], key: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard bytes.count >= nonceLength + tagLength, let cipher = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(cipher) }
        let nonce = Array(bytes.prefix(nonceLength)), sealed = Array(bytes.dropFirst(nonceLength).dropLast(tagLength))
        var tag = Array(bytes.suffix(tagLength)), open = [UInt8](repeating: 0, count: sealed.count), length: Int32 = 0
        guard EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_DecryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1,
            EVP_DecryptUpdate(cipher, &open, &length, sealed, Int32(sealed.count)) == 1,
            EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1
        else { return nil }
        var rest = [UInt8](repeating: 0, count: tagLength)
        return EVP_DecryptFinal_ex(cipher, &rest, &length) == 1 ? open : nil
    }
}
