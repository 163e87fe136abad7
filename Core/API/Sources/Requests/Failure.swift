import HTTPTypes
import Kernel

/// What is wrong with a request as such, before the engine is asked. Texts stand under `http.<code>`.
enum Failure: Error {
    case badJSON(JSONError)
    case missingBody
    case unsupportedMediaType(expected: String)
    case bodyTooLarge(limit: Int)
    /// The parameters of the address.
    case badQuery(Invalid)
    /// The address is not percent-encoded UTF-8.
    case badEncoding
    case badIfMatch
    case unknownPath
    case methodNotAllowed(allowed: [HTTPRequest.Method])
    case crossSite
    case wrongSetupToken
    case tooManyStreams(maximum: Int)

    var code: String {
        switch self {
        case .badJSON(let error):
            switch error.reason {
            case .syntax: "badJSON"
            case .tooDeep: "jsonTooDeep"
            case .duplicateKey: "jsonDuplicateKey"
            case .notUnicode: "jsonNotUnicode"
            }
        case .missingBody: "missingBody"
        case .unsupportedMediaType: "unsupportedMediaType"
        case .bodyTooLarge: "bodyTooLarge"
        case .badQuery: "badQuery"
        case .badEncoding: "badEncoding"
        case .badIfMatch: "badIfMatch"
        case .unknownPath: "unknownPath"
        case .methodNotAllowed: "methodNotAllowed"
        case .crossSite: "crossSite"
        case .wrongSetupToken: "wrongSetupToken"
        case .tooManyStreams: "tooManyStreams"
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .badJSON, .missingBody, .badQuery, .badEncoding, .badIfMatch: .badRequest
        case .unsupportedMediaType: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .unknownPath: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .crossSite, .wrongSetupToken: .forbidden
        case .tooManyStreams: .tooManyRequests
        }
    }

    /// What the message needs, by name.
    var values: [String: String] {
        switch self {
        case .badJSON(let error): ["offset": String(error.offset)]
        case .unsupportedMediaType(let expected): ["expected": expected]
        case .bodyTooLarge(let limit): ["limit": limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"]
        case .methodNotAllowed(let allowed): ["allowed": allowed.map(\.rawValue).joined(separator: ", ")]
        case .tooManyStreams(let maximum): ["max": String(maximum)]
        default: [:]
        }
    }

    static let codes = [
        "badJSON", "jsonTooDeep", "jsonDuplicateKey", "jsonNotUnicode", "missingBody", "unsupportedMediaType", "bodyTooLarge",
        "badQuery", "badEncoding", "badIfMatch", "unknownPath", "methodNotAllowed", "crossSite", "wrongSetupToken", "tooManyStreams",
    ]
}
