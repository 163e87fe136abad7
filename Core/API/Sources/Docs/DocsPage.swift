import Kernel

/// The readable form of the OpenAPI document, and nothing that is not in it.
struct DocsPage {
    private let document: JSON
    private let labels: Labels

    init(_ document: JSON, _ labels: Labels) { (self.document, self.labels) = (document, labels) }

    var html: String {
        let tags = document["tags"]?.array ?? []
        let links = tags.map { tag -> HTML in
            "<a href=\"#\(tag["name"]?.string ?? "")\">\(tag["description"]?.string ?? "")</a>"
        }
        return page(
            labels.text("docs.title"), language: labels.language.rawValue,
            """
            <div class="frame">
            <nav><h2>\(labels.text("docs.page.contents"))</h2>\(links.joined)</nav>
            <main>
            <h1>\(labels.text("docs.title"))</h1>
            <p>\(document["info"]?["description"]?.string ?? "")</p>
            <p>\(labels.text("docs.page.authentication"))</p>
            <p><a href="/openapi.json">\(labels.text("docs.start.openapi"))</a></p>
            \(tags.map(section).joined)
            </main>
            </div>
            """)
    }

    private func section(_ tag: JSON) -> HTML {
        let name = tag["name"]?.string ?? ""
        return """
            <section id="\(name)"><h2>\(tag["description"]?.string ?? "")</h2>
            \(operations(of: name).map { operation($0.method, $0.path, $0.operation) }.joined)
            \(record(of: name))
            </section>

            """
    }

    /// In the order in which one would use them.
    private func operations(of tag: String) -> [(method: String, path: String, operation: JSON)] {
        let methods = ["get", "post", "patch", "delete"]
        return (document["paths"]?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item in
            methods.compactMap { method in
                guard let operation = item[method], operation["tags"]?.array?.first?.string == tag else { return nil }
                return (method, path, operation)
            }
        }
    }

    private func operation(_ method: String, _ path: String, _ operation: JSON) -> HTML {
        let isPublic = operation["security"]?.array?.isEmpty == true
        let note: HTML = isPublic ? "<p class=\"note\">\(labels.text("docs.page.public"))</p>" : ""
        return """
            <details><summary><span class="method \(method)">\(method.uppercased())</span> <span class="path">\(path)</span>
            <span class="what">\(operation["summary"]?.string ?? "")</span></summary>
            <div class="content">\(note)\(parameters(operation))\(body(operation))\(responses(operation))</div></details>

            """
    }

    private func parameters(_ operation: JSON) -> HTML {
        let parameters = (operation["parameters"]?.array ?? []).map(resolved)
        guard !parameters.isEmpty else { return "" }
        let rows = parameters.map { parameter in
            row(
                parameter["name"]?.string ?? "", type(parameter["schema"] ?? [:]), parameter["description"]?.string ?? "",
                isRequired: parameter["required"]?.flag == true)
        }
        return table("docs.page.parameters", rows)
    }

    private func body(_ operation: JSON) -> HTML {
        guard let schema = operation["requestBody"]?["content"]?["application/json"]?["schema"] else { return "" }
        return table("docs.page.body", rows(of: resolved(schema)))
    }

    private func responses(_ operation: JSON) -> HTML {
        let rows = (operation["responses"]?.object ?? [:]).sorted { $0.key < $1.key }.map { status, response -> HTML in
            let schema = resolved(response)["content"]?["application/json"]?["schema"] ?? [:]
            return "<tr><td><code>\(status)</code></td><td>\(type(schema))</td><td>\(resolved(response)["description"]?.string ?? "")</td></tr>"
        }
        return table("docs.page.responses", rows)
    }

    /// The fields of a resource's records, once for all its operations.
    private func record(of tag: String) -> HTML {
        let schema = document["paths"]?["/api/v1/\(tag)/{id}"]?["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"]
        guard let schema else { return "" }
        return """
            <details><summary><span class="method">JSON</span> <span class="what">\(labels.text("docs.page.record"))</span></summary>
            <div class="content">\(table("docs.page.field", rows(of: resolved(schema))))</div></details>
            """
    }

    private func rows(of schema: JSON) -> [HTML] {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        return (schema["properties"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, property in
            row(
                name, type(property), property["description"]?.string ?? "", isRequired: required.contains(name),
                isReadOnly: property["readOnly"]?.flag == true)
        }
    }

    private func row(_ name: String, _ type: String, _ meaning: String, isRequired: Bool, isReadOnly: Bool = false) -> HTML {
        let notes = (isRequired ? [labels.text("docs.page.required")] : []) + (isReadOnly ? [labels.text("docs.page.readOnly")] : [])
        return """
            <tr><td><code>\(name)</code></td><td>\(type)</td><td>\(meaning) <span class="note">\(notes.joined(separator: ", "))</span></td></tr>

            """
    }

    private func table(_ heading: String, _ rows: [HTML]) -> HTML {
        guard !rows.isEmpty else { return "" }
        return "<h3>\(labels.text(heading))</h3><div class=\"scroll\"><table>\(rows.joined)</table></div>"
    }

    /// A short word for a schema.
    private func type(_ schema: JSON) -> String {
        if let name = schema["$ref"]?.string { return name.split(separator: "/").last.map(String.init) ?? "" }
        if let either = schema["anyOf"]?.array?.first { return type(either) }
        if let options = schema["enum"]?.array { return options.compactMap(\.string).joined(separator: " | ") }
        let name = schema["type"]?.string ?? schema["type"]?.array?.first?.string ?? "any"
        if name == "array" { return "[" + type(schema["items"] ?? [:]) + "]" }
        return schema["format"]?.string ?? name
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}
