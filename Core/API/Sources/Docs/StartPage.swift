import Kernel

/// What stands at `/` where the browser pages were not built in.
struct StartPage {
    private let labels: Labels

    init(_ labels: Labels) { self.labels = labels }

    var html: String {
        page(
            labels.text("docs.title"), language: labels.language.rawValue,
            """
            <main class="start">
            <p class="mark" aria-hidden="true">关系</p>
            <h1>\(labels.text("docs.start.heading"))</h1>
            <p>\(labels.text("docs.start.text"))</p>
            <p><a class="button" href="/docs">\(labels.text("docs.start.docs"))</a></p>
            <p><a href="/openapi.json">\(labels.text("docs.start.openapi"))</a></p>
            </main>
            """)
    }
}
