/// A part of a message as it lies in its bytes: headers, and where the body is. Nothing is decoded or copied yet.
struct MIMEPart: Sendable {
    var headers: [MIMEHeader] = []
    var body: Range<Int>
    /// Places in the list of all parts.
    var children: [Int] = []
    var type = "text/plain"
    var charset: String?
    var boundary: [UInt8]?
    var depth = 0

    init(at start: Int, depth: Int) { (body, self.depth) = (start..<start, depth) }

    func header(_ name: String) -> ArraySlice<UInt8>? { headers.first { $0.name == name }?.value }

    var isMultipart: Bool { type.hasPrefix("multipart/") }
    var isMessage: Bool { type == "message/rfc822" || type == "message/global" }
    var encoding: TransferEncoding { TransferEncoding(header("content-transfer-encoding").map { String(decoding: $0, as: UTF8.self) }) }
}

/// A header of a part: its name in lower case, its value with the line ends that folded it.
struct MIMEHeader: Sendable {
    let name: String
    let value: ArraySlice<UInt8>
}
