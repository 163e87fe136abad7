import Engine
import Foundation
public import Kernel

/// The words of reports: this room's own, with those of the engine for what it finds.
public struct InspectionTexts: Sendable {
    private let texts: Texts
    let language: Language

    public init(_ language: Language) throws {
        var texts = try Catalogue(modules: Engine.ownModules).texts
        if let folder = Bundle.module.url(forResource: "Texts", withExtension: nil) { texts.merge(try Texts(folder: folder)) }
        (self.texts, self.language) = (texts, language)
    }

    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String { texts.text(key, language, values) }

    /// 12.3 %.
    func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let units = (Double(part) * 1_000 / Double(whole)).rounded()
        // What is there must not look like nothing, nor what is missing like all.
        let shown = part > 0 ? max(units, 1) : units
        let bounded = part < whole ? min(shown, 999) : shown
        return "\(Int(bounded) / 10).\(Int(bounded) % 10) %"
    }

    func number(_ value: Int) -> String {
        var digits = String(value), groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
