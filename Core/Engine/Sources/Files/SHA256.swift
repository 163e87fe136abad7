import COpenSSL

/// SHA-256 of bytes that come piece by piece.
final class SHA256 {
    private let context: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("OpenSSL has no memory for a hash.") }
        self.context = context
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    func add(_ bytes: [UInt8]) { EVP_DigestUpdate(context, bytes, bytes.count) }

    func add(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// In hexadecimal digits, once all has come.
    func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32), length: UInt32 = 0
        EVP_DigestFinal_ex(context, &digest, &length)
        return digest.map(Hexadecimal.digits).joined()
    }
}
