/// Up to where a folder was read: the last mail's id, and the numbering in which it means that mail (RFC 3501, section 2.3.1.1).
public struct UIDPlace: Sendable, Hashable, Codable {
    public var validity: UInt32
    /// 0 for the beginning.
    public var uid: UInt32

    public init(validity: UInt32, uid: UInt32) { (self.validity, self.uid) = (validity, uid) }
}

/// A folder that was opened.
public struct IMAPFolder: Sendable, Equatable {
    public let name: String
    public let validity: UInt32
    /// The id that the next mail gets; nil if the server does not say.
    public let nextUID: UInt32?
    public let count: Int
    public let isReadOnly: Bool

    public var beginning: UIDPlace { UIDPlace(validity: validity, uid: 0) }
}
