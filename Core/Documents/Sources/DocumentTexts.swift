import Foundation
public import Kernel

/// The words that documents need: months, currencies, and what is wrong with a template (`document.<code>`).
public enum DocumentTexts {
    public static let all: Texts = {
        guard let folder = Bundle.module.url(forResource: "Texts", withExtension: nil), let texts = try? Texts(folder: folder) else {
            return Texts()
        }
        return texts
    }()
}
