/// One condition of a text search. A record is found when all terms of the query match its tokens.
public enum TokenTerm: Sendable, Hashable {
    /// The record has exactly this token.
    case whole(String)
    /// The record has a token that begins with this.
    case prefix(String)

    public func matches(_ token: String) -> Bool {
        switch self {
        case .whole(let text): token == text
        case .prefix(let text): token.utf8.starts(with: text.utf8)
        }
    }
}
