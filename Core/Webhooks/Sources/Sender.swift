import AsyncHTTPClient
import Foundation
public import Kernel
import NIOCore
import NIOHTTP1

/// Sends one message to one target, and takes no longer, reads no more and goes nowhere else than it should.
public struct Sender: Sendable {
    /// Where names are looked up.
    public typealias LookUp = @Sendable (String) async throws -> [IPAddress]

    let rules: TargetRules
    let limit: Duration
    let lookUp: LookUp

    /// How much of an answer is read, in bytes.
    static let maximumResponse = 4_096

    /// What is sent: a body of JSON, and what it is signed with.
    struct Message: Sendable {
        let id: String
        let seconds: Int64
        let body: [UInt8]
        let secrets: [WebhookSecret]

        var headers: HTTPHeaders {
            let signatures = secrets.map { $0.signature(id: id, seconds: seconds, body: body) }
            return [
                "Content-Type": "application/json", "User-Agent": "Guanxi-Webhooks/1", "Webhook-Id": id, "Webhook-Timestamp": String(seconds),
                "Webhook-Signature": signatures.joined(separator: " "),
            ]
        }
    }

    /// Never throws: whatever happens is what came of it. A cancelled one may say anything.
    func send(_ message: Message, to url: String) async -> Attempt {
        let start = ContinuousClock.now
        let work = Task { await attemptToSend(message, url) }
        let timer = Task {
            try await Task.sleep(for: limit)
            work.cancel()
        }
        var attempt = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        timer.cancel()
        let taken = ContinuousClock.now - start
        if attempt.status == nil, taken >= limit { attempt.trouble = .timedOut }
        attempt.milliseconds = taken.components.seconds * 1_000 + taken.components.attoseconds / 1_000_000_000_000_000
        return attempt
    }

    private func attemptToSend(_ message: Message, _ url: String) async -> Attempt {
        guard let target = try? Target(url) else { return Attempt(trouble: .badAddress) }
        let address: IPAddress
        switch await place(of: target) {
        case .success(let found): address = found
        case .failure(let refusal): return Attempt(trouble: refusal.trouble)
        }
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .nanoseconds(limit.nanoseconds), read: .nanoseconds(limit.nanoseconds)))
        // The connection goes to the address that was looked at: nobody asks for the name again in between.
        configuration.dnsOverride = [target.host: address.description]
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let attempt = await exchange(message, target, client)
        try? await client.shutdown()
        return attempt
    }

    struct Objection: Error, Hashable { let trouble: Attempt.Trouble }

    /// One of the target's addresses, once all of them are known to be harmless. Of both kinds IPv4 is taken, which more networks carry.
    func place(of target: Target) async -> Result<IPAddress, Objection> {
        guard let found = try? await lookUp(target.host), let first = found.first else { return .failure(Objection(trouble: .nameNotFound)) }
        for address in found {
            if let trouble = rules.objection(to: address, isEncrypted: target.isEncrypted) { return .failure(Objection(trouble: trouble)) }
        }
        return .success(found.first { $0.bytes.count == 4 } ?? first)
    }

    private func exchange(_ message: Message, _ target: Target, _ client: HTTPClient) async -> Attempt {
        var request = HTTPClientRequest(url: target.url)
        request.method = .POST
        request.headers = message.headers
        request.body = .bytes(ByteBuffer(bytes: message.body))
        do {
            let answer = try await client.execute(request, timeout: .nanoseconds(limit.nanoseconds))
            var attempt = Attempt(status: Int(answer.status.code), response: await Self.beginning(of: answer.body))
            if !attempt.isDelivered { attempt.trouble = (300..<400).contains(answer.status.code) ? .redirected : .refused }
            return attempt
        } catch let error as HTTPClientError where [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error) {
            return Attempt(trouble: .timedOut)
        } catch {
            // NIOSSL is not known in this room; its errors, and nothing else here, speak of TLS.
            let isTrust = String(reflecting: type(of: error)).contains("SSL")
            return Attempt(trouble: isTrust ? .notTrusted : .notReached)
        }
    }

    /// The status has been said; a body that breaks off or does not end changes nothing of it.
    private static func beginning(of body: HTTPClientResponse.Body) async -> String {
        var bytes: [UInt8] = []
        do {
            for try await piece in body {
                bytes += piece.readableBytesView.prefix(maximumResponse - bytes.count)
                if bytes.count >= maximumResponse { break }
            }
        } catch {}
        // Neither a zero byte nor half a character can be kept.
        return String(String(decoding: bytes, as: UTF8.self).replacing("\0", with: "\u{FFFD}").prefix(1_000))
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
