public import Foundation

/// Where the files of the browser pages lie.
public struct WebFolders: Sendable {
    /// The shell and the generic pages.
    public let pages: URL
    /// The pages that modules add, by the module's name in lower case.
    public let modules: [String: URL]
    /// Read at every request, for those who work on the pages; otherwise once.
    public let areLive: Bool

    public init(pages: URL, modules: [String: URL], areLive: Bool = false) {
        (self.pages, self.modules, self.areLive) = (pages, modules, areLive)
    }
}
