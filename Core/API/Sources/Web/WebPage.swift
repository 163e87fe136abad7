import Foundation
import Kernel

/// The one page of the browser side; all that is on it comes from scripts.
struct WebPage {
    let files: WebFiles
    let language: Language

    var html: String {
        let base = "/web/\(files.stamp)/"
        let styles = ["libraries/quasar.unimportant.css", "libraries/quasar.important.css"] + paths(under: "styles/", ".css") + paths(under: "modules/", ".css")
        // Asked for at once, and not one import after the other.
        let modules = ["libraries/vue.js", "libraries/quasar.js"] + paths(under: "shell/", ".js") + paths(under: "parts/", ".js")
        let links = styles.map { "<link rel=\"stylesheet\" href=\"\(base)\($0)\">" }
            + modules.filter { $0 != "shell/first.js" && $0 != "libraries/quasar.js" }.map { "<link rel=\"modulepreload\" href=\"\(base)\($0)\">" }
            + ["<link rel=\"preload\" as=\"script\" href=\"\(base)libraries/quasar.js\">"]
        return """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Guanxi</title>
            <link rel="icon" href="\(base)icon.svg">
            <script src="\(base)shell/first.js"></script>
            \(links.joined(separator: "\n"))
            <script type="module" src="\(base)shell/main.js"></script>
            </head>
            <body><div id="app"></div><noscript>Guanxi needs JavaScript. 请启用 JavaScript。</noscript></body>
            </html>
            """
    }

    private func paths(under folder: String, _ ending: String) -> [String] {
        files.files.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(ending) }.sorted()
    }
}
