import API
import Engine
import Foundation
import Web

extension Settings {
    /// The browser pages: built in, or from a working copy and read anew at every request.
    func readWeb() throws -> WebFolders? {
        let source = webSource.isEmpty ? nil : URL(fileURLWithPath: webSource)
        let pages = source.map { $0.appending(path: "Web/Pages") } ?? Web.folder
        guard let pages, FileManager.default.fileExists(atPath: pages.appending(path: "libraries/vue.js").path) else {
            if webSource.isEmpty { return nil }
            throw Mistake(description: "webSource: there are no pages with their libraries in \(webSource); script/web-libraries fetches them")
        }
        let folders = modules.compactMap { module in
            let folder = source.map { $0.appending(path: "Modules/\(module.name)/Web") } ?? module.pages
            return folder.map { (module.name.lowercased(), $0) }
        }
        return WebFolders(pages: pages, modules: Dictionary(uniqueKeysWithValues: folders), areLive: source != nil)
    }
}
