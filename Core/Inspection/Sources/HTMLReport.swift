public import Kernel

/// The report as one page of HTML that needs nothing beside itself: it can be mailed, kept and printed. Whatever came out of the file is escaped.
public struct HTMLReport {
    private let file: InspectedFile
    private let text: InspectionTexts
    private let day: Day

    public init(_ file: InspectedFile, _ texts: InspectionTexts, on day: Day) { (self.file, text, self.day) = (file, texts, day) }

    public var html: String {
        """
        <!doctype html>
        <html lang="\(text.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>\(text("inspect.title", ["file": file.name]).escapedForHTML)</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <h1>\(text("inspect.title", ["file": file.name]).escapedForHTML)</h1>
        <p class="quiet">\(introduction.escapedForHTML)</p>
        \(figures)
        \(columns)
        \(findings("inspect.invalid", \.invalidFindings, none: "inspect.noneInvalid"))
        \(findings("inspect.suspicious", \.suspiciousFindings, none: "inspect.noneSuspicious"))
        \(findings("inspect.notes", \.noteFindings, none: nil))
        \(broken)
        \(duplicates)
        \(known)
        </main>
        </body>
        </html>

        """
    }

    private var introduction: String {
        let facts = ["encoding", "separator", "sheet"].compactMap { key -> String? in
            guard let value = file.facts[key]?.string, !value.isEmpty else { return nil }
            return text("inspect.fact.\(key)", ["value": value == "\t" ? "Tab" : value])
        }
        return ([day.description] + facts).joined(separator: " · ")
    }

    private var figures: String {
        let rows: [(String, String, String)] = [
            ("inspect.rows", text.number(file.rows), ""),
            ("inspect.unusable", text.share(file.unusable, of: file.rows), text.number(file.unusable)),
            ("inspect.unread", text.number(file.broken.values.reduce(0, +)), ""),
            ("inspect.surplus", file.duplicates.isLooked ? text.number(file.duplicates.surplus) : "–", file.duplicates.isLooked ? text.share(file.duplicates.surplus, of: file.rows) : ""),
        ] + (file.known.map { [("inspect.known", text.number($0.known), text.share($0.known, of: file.rows))] } ?? [])
        let cells = rows.map { key, value, detail in
            "<div class=\"figure\"><span>\(text(key).escapedForHTML)</span><b>\(value.escapedForHTML)</b>\(detail.isEmpty ? "" : "<small>\(detail.escapedForHTML)</small>")</div>"
        }
        return "<section class=\"figures\">\(cells.joined())</section><p class=\"quiet\">\(text("inspect.unusableHelp").escapedForHTML)</p>"
    }

    private var columns: String {
        let rows = file.columns.map { column in
            let share = file.rows == 0 ? 0 : Double(column.filled) / Double(file.rows)
            let invalid = column.invalid.values.reduce(0) { $0 + $1.count }, suspicious = column.suspicious.values.reduce(0) { $0 + $1.count }
            return """
                <tr><th scope="row">\(column.name.escapedForHTML)</th><td>\((column.role.map { text("inspect.role.\($0.rawValue)") } ?? text("inspect.role.none")).escapedForHTML)</td>\
                <td class="number">\(text.share(column.filled, of: file.rows))</td><td class="wide"><meter min="0" max="1" value="\(Double(Int(share * 1_000)) / 1_000)" \
                aria-label="\(column.name.escapedForHTML)"></meter></td><td class="number\(invalid > 0 ? " bad" : "")">\(text.number(invalid))</td>\
                <td class="number\(suspicious > 0 ? " odd" : "")">\(text.number(suspicious))</td></tr>
                """
        }
        return table("inspect.columns", ["column", "role", "filled", "", "invalid.count", "suspicious.count"], rows, numbers: [2, 4, 5])
    }

    private func findings(_ title: String, _ path: KeyPath<ColumnFindings, [(key: String, tally: ColumnFindings.Tally)]>, none: String?) -> String {
        let rows = file.columns.flatMap { column in
            column[keyPath: path].sorted { ($1.tally.count, $0.key) < ($0.tally.count, $1.key) }.map { key, tally in
                """
                <tr><th scope="row">\(column.name.escapedForHTML)</th><td>\(text(key).escapedForHTML)</td><td class="number">\(text.number(tally.count))</td>\
                <td class="wide">\(tally.examples.map(example).joined(separator: " "))</td></tr>
                """
            }
        }
        guard !rows.isEmpty else { return none.map { "<h2>\(text(title).escapedForHTML)</h2><p>\(text($0).escapedForHTML)</p>" } ?? "" }
        return table(title, ["column", "what", "count", "examples"], rows, numbers: [2])
    }

    private func example(_ example: ColumnFindings.Tally.Example) -> String {
        "<span class=\"example\"><small>\(text("inspect.row", ["row": String(example.row)]).escapedForHTML)</small> <code>\(example.text.escapedForHTML)</code></span>"
    }

    private var broken: String {
        guard !file.broken.isEmpty || file.tooWide > 0 else { return "" }
        var rows = file.broken.sorted { $0.key < $1.key }.map { reason, count in
            let lines = file.brokenLines.filter { $0.reason == reason }.prefix(5).map { text("inspect.line", ["line": String($0.line)]) }
            return "<tr><td>\(text(reason).escapedForHTML)</td><td class=\"number\">\(text.number(count))</td><td class=\"wide\">\(lines.joined(separator: ", ").escapedForHTML)</td></tr>"
        }
        if file.tooWide > 0 { rows.append("<tr><td>\(text("inspect.tooWide").escapedForHTML)</td><td class=\"number\">\(text.number(file.tooWide))</td><td></td></tr>") }
        return table("inspect.broken", ["what", "count", "examples"], rows, numbers: [1])
    }

    private var duplicates: String {
        let found = file.duplicates
        let title = "<h2>\(text("inspect.duplicates").escapedForHTML)</h2>"
        guard found.isLooked else { return title + "<p>\(text("inspect.notCompared").escapedForHTML)</p>" }
        let same = found.pairs.count(where: \.isSame)
        let words = text("inspect.duplicatesFound", [
            "same": text.number(same), "ask": text.number(found.pairs.count - same), "groups": text.number(found.groups.count), "surplus": text.number(found.surplus),
        ])
        let shown = found.groups.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }.prefix(50)
        let rows = shown.map { group in
            "<tr><td class=\"few\">\(group.count)</td><td>\(group.prefix(30).map(String.init).joined(separator: ", "))\(group.count > 30 ? " …" : "")</td></tr>"
        }
        return title + "<p>\(words.escapedForHTML)</p>" + (rows.isEmpty ? "" : table(nil, ["size", "rowsOfGroup"], rows, numbers: []))
    }

    private var known: String {
        guard let known = file.known else { return "" }
        let words = text("inspect.knownFound", ["known": text.number(known.known), "uncertain": text.number(known.uncertain)])
        let shown = known.matches.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.prefix(50)
        let rows = shown.map { match in
            "<tr><td class=\"few\">\(match.row)</td><td>\(name(match.whom).escapedForHTML)</td><td>\(text(match.isSame ? "inspect.same" : "inspect.ask").escapedForHTML)</td><td class=\"number\">\(match.score.score)</td></tr>"
        }
        return "<h2>\(text("inspect.known").escapedForHTML)</h2><p>\(words.escapedForHTML)</p>" + (rows.isEmpty ? "" : table(nil, ["rowOfFile", "customer", "verdict", "score"], rows, numbers: [3]))
    }

    private func name(_ whom: KnownMatch.Whom) -> String {
        switch whom {
        case .record(_, let code): code
        case .elsewhere(let unit): text("inspect.elsewhere", ["unit": unit.isEmpty ? "–" : unit])
        }
    }

    private func table(_ title: String?, _ heads: [String], _ rows: [String], numbers: Set<Int>) -> String {
        let cells = heads.enumerated().map { place, key in
            "<th scope=\"col\"\(numbers.contains(place) ? " class=\"number\"" : "")>\(key.isEmpty ? "" : text("inspect.head.\(key)").escapedForHTML)</th>"
        }
        let heading = title.map { "<h2>\(text($0).escapedForHTML)</h2>" } ?? ""
        return "\(heading)<div class=\"scroll\"><table><thead><tr>\(cells.joined())</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1f2328; --quiet: #656d76; --line: #e3e6ea; --soft: #f6f8fa; --page: #fff; --bad: #b42318; --odd: #93590b }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --quiet: #9aa2ab; --line: #30363d; --soft: #1c2128; --page: #14171b; --bad: #ff8a80; --odd: #f0b35a } }
        body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
        main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 64px }
        h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere } h2 { font-size: 16px; margin: 40px 0 12px; break-after: avoid }
        .quiet, small { color: var(--quiet) } p { margin: 0 0 12px }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 24px 0 12px }
        .figure { border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; display: grid; gap: 2px; align-content: start } .figure span { color: var(--quiet) }
        .figure b { font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums }
        .scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
        th, td { text-align: left; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400 }
        thead th { color: var(--quiet); font-size: 12px; white-space: nowrap } tbody th { font-weight: 500; overflow-wrap: anywhere; max-width: 240px }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 20px } .wide { width: 45% } .few { width: 72px } .bad { color: var(--bad) } .odd { color: var(--odd) }
        meter { width: 100%; height: 10px; min-width: 80px } code { background: var(--soft); border-radius: 4px; padding: 1px 5px; font-size: 12px; overflow-wrap: anywhere }
        .example { display: inline-block; margin: 0 8px 4px 0 }
        @media print { main { padding: 0; max-width: none } .scroll { overflow: visible } :root { color-scheme: light } }
        """
}

extension ColumnFindings {
    fileprivate typealias Finding = (key: String, tally: Tally)

    fileprivate var invalidFindings: [Finding] { invalid.map { ($0.key, $0.value) } }
    fileprivate var suspiciousFindings: [Finding] { suspicious.map { ("suspicion.\($0.key.rawValue)", $0.value) } }
    fileprivate var noteFindings: [Finding] { notes.map { ($0.key, $0.value) } }
}
