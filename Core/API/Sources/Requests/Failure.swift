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
    case badIdempotencyKey
    /// The address does not keep answers for a repetition.
    case noIdempotency
    case contentEncoding
    case addressTooLong
    /// What came is no HTTP.
    case malformed
    case headersTooLarge(limit: Int)
    case tooManyRequests(HTTPFields, seconds: Int)
    /// One user asks for too much at once.
    case tooManyQueries
    /// All together do.
    case busy
    case metricsClosed
    case wrongMetricsToken
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
        case .badIdempotencyKey: "badIdempotencyKey"
        case .noIdempotency: "noIdempotency"
        case .contentEncoding: "contentEncoding"
        case .addressTooLong: "addressTooLong"
        case .malformed: "malformed"
        case .headersTooLarge: "headersTooLarge"
        case .tooManyRequests: "tooManyRequests"
        case .tooManyQueries: "tooManyQueries"
        case .busy: "busy"
        case .metricsClosed: "metricsClosed"
        case .wrongMetricsToken: "wrongMetricsToken"
        case .tooManyStreams: "tooManyStreams"
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .badJSON, .missingBody, .badQuery, .badEncoding, .badIfMatch, .badIdempotencyKey, .noIdempotency, .malformed: .badRequest
        case .unsupportedMediaType, .contentEncoding: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .unknownPath: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .crossSite, .wrongSetupToken, .metricsClosed: .forbidden
        case .wrongMetricsToken: .unauthorized
        case .addressTooLong: .uriTooLong
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .tooManyRequests, .tooManyQueries, .tooManyStreams: .tooManyRequests
        case .busy: .serviceUnavailable
        }
    }

    /// What the message needs, by name.
    var values: [String: String] {
        switch self {
        case .badJSON(let error): ["offset": String(error.offset)]
        case .unsupportedMediaType(let expected): ["expected": expected]
        case .headersTooLarge(let limit): ["limit": "\(limit >> 10) KiB"]
        case .bodyTooLarge(let limit): ["limit": limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"]
        case .tooManyRequests(_, let seconds): ["seconds": String(seconds)]
        case .methodNotAllowed(let allowed): ["allowed": allowed.map(\.rawValue).joined(separator: ", ")]
        case .tooManyStreams(let maximum): ["max": String(maximum)]
        default: [:]
        }
    }

    static let codes = [
        "badJSON", "jsonTooDeep", "jsonDuplicateKey", "jsonNotUnicode", "missingBody", "unsupportedMediaType", "bodyTooLarge",
        "badQuery", "badEncoding", "badIfMatch", "unknownPath", "methodNotAllowed", "crossSite", "wrongSetupToken", "tooManyStreams",
        "badIdempotencyKey", "noIdempotency", "contentEncoding", "addressTooLong", "malformed", "headersTooLarge",
        "tooManyRequests", "tooManyQueries", "busy",
        "metricsClosed", "wrongMetricsToken",
    ]
}
