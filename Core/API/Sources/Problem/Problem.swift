import Hummingbird
import Kernel

/// An answer that says what went wrong, as RFC 9457 has it.
struct Problem: Sendable {
    let status: HTTPResponse.Status
    /// Stable, for programs; `type` is made of it.
    let code: String
    let title: String
    /// What to do about it, in the reader's language.
    let detail: String
    var errors: [FieldError] = []
    var headers: HTTPFields = [:]
    /// The id of the record that is there in the place of the one that was asked for.
    var mergedInto: String?

    struct FieldError: Sendable {
        let field: String
        let code: String
        let message: String
    }

    static let mediaType = "application/problem+json"

    func json(requestID: String?) -> JSON {
        var members: [String: JSON] = [
            "type": .string("urn:guanxi:problem:" + code), "title": .string(title), "status": JSON(status.code), "code": .string(code),
            "detail": .string(detail),
        ]
        if let mergedInto { members["mergedInto"] = .string(mergedInto) }
        if let requestID { members["requestId"] = .string(requestID) }
        if !errors.isEmpty {
            members["errors"] = .array(
                errors.map { ["field": .string($0.field), "code": .string($0.code), "message": .string($0.message)] })
        }
        return .object(members)
    }

    func response(requestID: String, language: Language) -> Response {
        var headers = headers
        headers[.contentType] = Self.mediaType
        headers[.contentLanguage] = language.rawValue
        return .json(json(requestID: requestID), status: status, headers: headers)
    }
}
