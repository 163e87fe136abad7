/// Names of folders in any language, as IMAP writes them: UTF-7 in a form of its own (RFC 3501, section 5.1.3). 已发送 is `&XfJT0ZAB-`.
enum FolderName {
    static func encoded(_ name: String) -> String {
        var (result, foreign): (String, [UInt8]) = ("", [])
        func flush() {
            if foreign.isEmpty { return }
            result += "&" + Base64.text(foreign).replacing("/", with: ",").filter { $0 != "=" } + "-"
            foreign = []
        }
        for unit in name.utf16 {
            if (0x20...0x7E).contains(unit) {
                flush()
                result += unit == 0x26 ? "&-" : String(Character(Unicode.Scalar(UInt8(unit))))
            } else {
                foreign += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            }
        }
        flush()
        return result
    }

    /// What is not well formed stays as it is.
    static func decoded(_ name: String) -> String {
        var (result, rest) = ("", name[...])
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: "-") else { return result + rest[start...] }
            let code = rest[rest.index(after: start)..<end]
            if code.isEmpty {
                result += "&"
            } else {
                let padding = String(repeating: "=", count: (4 - code.count % 4) % 4)
                guard let bytes = Base64.bytes(code.replacing(",", with: "/") + padding), bytes.count.isMultiple(of: 2) else { return name }
                let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
                result += String(decoding: units, as: UTF16.self)
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
