import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore

/// Somebody who asks.
struct Caller: Sendable {
    let client: any TestClientProtocol
    let token: String?

    init(_ client: any TestClientProtocol, token: String?) { (self.client, self.token) = (client, token) }

    func get(_ uri: String, _ headers: HTTPFields = [:]) async throws -> Answer { try await send(.get, uri, nil, headers) }
    func post(_ uri: String, _ json: JSON? = nil, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, uri, json, headers)
    }
    func patch(_ uri: String, _ json: JSON, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.patch, uri, json, headers)
    }
    func delete(_ uri: String, _ headers: HTTPFields = [:]) async throws -> Answer { try await send(.delete, uri, nil, headers) }

    func send(_ method: HTTPRequest.Method, _ uri: String, _ json: JSON?, _ headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        if json != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(method, uri, bytes: json.map { Array($0.text.utf8) }, headers)
    }

    func send(_ method: HTTPRequest.Method, _ uri: String, bytes: [UInt8]?, _ headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        if let token, headers[.authorization] == nil { headers[.authorization] = "Bearer " + token }
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) })
        return Answer(status: response.status.code, headers: response.headers, bytes: Array(buffer: response.body))
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSON { (try? JSON.parse(bytes)) ?? .null }
    var code: String? { json["code"]?.string }
    var data: [JSON] { json["data"]?.array ?? [] }
    var id: String { json["id"]?.string ?? "" }
    /// `field:code` of every field problem.
    var problems: [String] {
        (json["errors"]?.array ?? []).map { "\($0["field"]?.string ?? ""):\($0["code"]?.string ?? "")" }
    }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Text as it stands in an address.
func encoded(_ text: String) -> String {
    text.utf8.map { byte in
        let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
}
