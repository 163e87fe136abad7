import HTTPTypes

extension HTTPResponse.Status {
    /// There is no room to keep what was sent (RFC 4918, 11.5).
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
