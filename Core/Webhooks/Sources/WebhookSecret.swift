import CSodium
import Foundation
import Kernel

/// What a webhook and its target share: 32 random bytes, written `whsec_<Base64>` as Standard Webhooks 1.0.0
/// (https://www.standardwebhooks.com, "Signature scheme") has it.
struct WebhookSecret: Sendable {
    private static let prefix = "whsec_", count = 32
    /// How long the secret before this one signs too, so that a target can be changed in between.
    static let formerLife: Int64 = 86_400_000

    private let bytes: [UInt8]

    /// A new one.
    init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<Self.count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))), data.count == Self.count
        else { return nil }
        bytes = Array(data)
    }

    var text: String { Self.prefix + Data(bytes).base64EncodedString() }

    /// `v1,<Base64>` of the HMAC-SHA256 over id, time and body with dots between them.
    ///
    /// - Parameter seconds: since 1970.
    func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        let message = Array("\(id).\(seconds).".utf8) + body
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256(&code, message, UInt64(message.count), bytes)
        return "v1," + Data(code).base64EncodedString()
    }
}
