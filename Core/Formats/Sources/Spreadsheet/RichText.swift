/// A text in runs of different looks: `<r><t>…</t></r>`, or plain: `<t>…</t>`. How it is pronounced (`<rPh>`) is left out.
struct RichText {
    private var bytes: [UInt8] = []
    private var isOpen: Bool
    private var isInText = false
    private var isInPhonetic = false

    init(isOpen: Bool = false) { self.isOpen = isOpen }

    var count: Int { bytes.count }

    mutating func begin(_ element: XMLName) {
        guard isOpen else { return }
        if element == "t" { isInText = true } else if element == "rPh" { isInPhonetic = true }
    }

    mutating func end(_ element: XMLName) {
        if element == "t" { isInText = false } else if element == "rPh" { isInPhonetic = false }
    }

    mutating func add(_ more: UnsafeBufferPointer<UInt8>) {
        if isInText, !isInPhonetic { bytes += more }
    }

    /// The text, and an end to taking more.
    mutating func finish() -> [UInt8] {
        defer { self = RichText() }
        return CellEscapes.removed(from: bytes)
    }
}
