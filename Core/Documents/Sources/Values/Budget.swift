/// What a document in the making may still cost.
struct Budget {
    let limits: DocumentLimits
    private let end: ContinuousClock.Instant
    private var parts = 0
    private var textBytes = 0

    init(_ limits: DocumentLimits) {
        self.limits = limits
        end = .now + limits.time
    }

    mutating func take(part: TemplatePlace?) throws(DocumentError) {
        parts += 1
        guard parts <= limits.parts else { throw DocumentError(.tooManyParts, at: part, ["maximum": String(limits.parts)]) }
        if parts.isMultiple(of: 256) { try checkTime() }
    }

    mutating func take(text: String) throws(DocumentError) {
        textBytes += text.utf8.count
        guard textBytes <= limits.textBytes else { throw DocumentError(.tooMuchText, ["maximum": String(limits.textBytes)]) }
    }

    func checkTime() throws(DocumentError) {
        guard .now < end else { throw DocumentError(.tookTooLong, ["seconds": String(limits.time.components.seconds)]) }
    }
}
