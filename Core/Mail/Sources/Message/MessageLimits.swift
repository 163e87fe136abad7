/// How much of a message is looked at. What lies beyond is left out and named in `Message.defects`, except that a message of too many
/// bytes is refused.
public struct MessageLimits: Sendable {
    public var bytes = 50 * 1024 * 1024
    public var parts = 500
    /// Multiparts and forwarded messages within each other.
    public var depth = 30
    /// Of one part.
    public var headers = 1000
    public var headerBytes = 256 * 1024
    /// Of one body of text, before it is decoded.
    public var textBytes = 5 * 1024 * 1024

    public init() {}
}

/// What is wrong with a message that can be read all the same.
public enum MessageDefect: Sendable, Hashable {
    case tooManyParts, tooDeep, tooManyHeaders, noEmptyLine
    /// A multipart without its closing boundary: the end of the message may be missing.
    case unfinished
    /// A body of text was cut at `MessageLimits.textBytes`.
    case textCut
}

/// Why a message is not read at all.
public enum MessageError: Error, Sendable, Equatable {
    case tooLarge(bytes: Int, limit: Int)
}
