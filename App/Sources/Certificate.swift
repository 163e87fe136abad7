import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL
import Synchronization
import UnixSignals

/// The server's certificate with its chain and its key, from PEM files that are read again on SIGHUP: connections that are open
/// stay as they are, new ones get the new certificate.
final class Certificate: Sendable {
    private struct Pair: Sendable {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKeySource
    }

    private let chainPath: String
    private let keyPath: String
    private let current: Mutex<Pair>

    init(chain: String, key: String) throws {
        (chainPath, keyPath) = (chain, key)
        current = Mutex(try Self.read(chain, key))
    }

    private static func read(_ chainPath: String, _ keyPath: String) throws -> Pair {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(chainPath), key = try NIOSSLPrivateKey(file: keyPath, format: .pem)
            let pair = Pair(chain: chain.map { .certificate($0) }, key: .privateKey(key))
            // Refuses a key that does not belong to the certificate.
            _ = try NIOSSLContext(configuration: .makeServerConfiguration(certificateChain: pair.chain, privateKey: pair.key))
            return pair
        } catch {
            throw Settings.Mistake(description: "\(chainPath) and \(keyPath) are not a certificate and its key as PEM files")
        }
    }

    /// Of TLS 1.2 only those that keep what was said secret should the key be lost later. TLS 1.3 has no others.
    private static let ciphers = ["ECDSA", "RSA"].flatMap { key in
        ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"].map { "ECDHE-\(key)-\($0)" }
    }.joined(separator: ":")

    /// TLS 1.2 and newer around HTTP, with whatever certificate is current when a client comes.
    func transport(_ http: HTTPServerBuilder) -> HTTPServerBuilder {
        let pair = current.withLock { $0 }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: pair.chain, privateKey: pair.key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = Self.ciphers
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sslContextCallback = { [self] _, promise in
            let pair = current.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            (override.certificateChain, override.privateKey) = (pair.chain, pair.key)
            promise.succeed(override)
        }
        do {
            return try .tls(http, tlsConfiguration: configuration)
        } catch {
            // Never without encryption because of an error: the server does not start.
            return HTTPServerBuilder { _ in throw error }
        }
    }

    /// Reads the files again whenever SIGHUP comes; ends with its task.
    func followHangups(_ tell: @Sendable (String) -> Void) async {
        for await _ in await UnixSignalsSequence(trapping: .sighup) {
            do {
                let pair = try Self.read(chainPath, keyPath)
                current.withLock { $0 = pair }
                tell("The certificate was read again.")
            } catch {
                tell("The old certificate stays: \(error)")
            }
        }
    }
}
