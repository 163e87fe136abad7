public import Foundation

/// The browser pages that all modules share: the shell, the generic pages and the libraries that they stand on.
public enum Web {
    public static var folder: URL? { Bundle.module.url(forResource: "Pages", withExtension: nil) }
}
