import Foundation

extension Draft {
    /// The bytes of the mail: ASCII in short lines, for every server. Throws a `DraftError`.
    public func rendered() throws(DraftError) -> [UInt8] {
        var output = Data(try headers().utf8)
        output += try body()
        return Array(output)
    }

    private func headers() throws(DraftError) -> String {
        var lines: [String] = []
        lines.append("From: " + (try Self.list([from])))
        if !to.isEmpty { lines.append("To: " + (try Self.list(to))) }
        if !cc.isEmpty { lines.append("Cc: " + (try Self.list(cc))) }
        if !replyTo.isEmpty { lines.append("Reply-To: " + (try Self.list(replyTo))) }
        lines.append("Subject: " + (try Self.line(subject, "subject")))
        lines.append("Date: " + MailDate.text(date))
        lines.append("Message-ID: <\(messageID)>")
        if let inReplyTo { lines.append("In-Reply-To: <\(inReplyTo)>") }
        // The oldest and the latest are those by which programs find a thread.
        let thread = references.count > 50 ? [references[0]] + references.suffix(49) : references
        if !thread.isEmpty { lines.append("References: " + thread.map { "<\($0)>" }.joined(separator: "\r\n ")) }
        if let automation { lines.append("Auto-Submitted: \(automation.rawValue)") }
        if let loopMark { lines.append("X-Loop: " + (try Self.line(loopMark, "loopMark"))) }
        if let unsubscribe { lines += try Self.lines(unsubscribe) }
        lines.append("MIME-Version: 1.0")
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func line(_ text: String, _ field: String) throws(DraftError) -> String {
        guard !text.hasControlCharacters else { throw .controlCharacter(field: field) }
        guard text.utf8.count <= 4000 else { throw .tooLong(field: field) }
        return HeaderText.encoded(text)
    }

    private static func list(_ addresses: [MailAddress]) throws(DraftError) -> String {
        var parts: [String] = []
        for one in addresses {
            guard one.isASCII else { throw .foreignLetters(address: one.address) }
            parts.append(one.name.isEmpty ? one.address : "\(try phrase(one.name)) <\(one.address)>")
        }
        return parts.joined(separator: ",\r\n ")
    }

    /// A name before an address: words, in quotes if need be, or encoded.
    private static func phrase(_ name: String) throws(DraftError) -> String {
        let isWords = name.utf8.allSatisfy { $0 == 0x20 || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        if isWords || !name.utf8.allSatisfy({ $0 < 128 }) || name.utf8.count > 60 || name.contains("=?") { return try line(name, "name") }
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func lines(_ unsubscribe: Unsubscribe) throws(DraftError) -> [String] {
        var ways: [String] = []
        if let page = unsubscribe.page { ways.append("<\(page.absoluteString)>") }
        if let address = unsubscribe.address { ways.append("<mailto:\(address.address)>") }
        let header = ways.joined(separator: ",\r\n ")
        guard header.utf8.allSatisfy({ $0 < 128 }), ways.allSatisfy({ !$0.hasControlCharacters && $0.utf8.count < 900 }) else {
            throw .controlCharacter(field: "unsubscribe")
        }
        if ways.isEmpty { return [] }
        return ["List-Unsubscribe: " + header] + (unsubscribe.page == nil ? [] : ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"])
    }

    // MARK: - The body

    private func body() throws(DraftError) -> Data {
        var content = Self.text(text, "plain")
        if let html {
            let shown = files.filter { $0.contentID != nil }
            var page = Self.text(html, "html")
            if !shown.isEmpty { page = Self.multipart("related", "r", [page] + (try Self.parts(shown))) }
            content = Self.multipart("alternative", "a", [content, page])
        }
        let attached = files.filter { html == nil || $0.contentID == nil }
        return attached.isEmpty ? content : Self.multipart("mixed", "m", [content] + (try Self.parts(attached)))
    }

    private static func text(_ text: String, _ kind: String) -> Data {
        // The canonical form of text has both signs at each line's end (RFC 2046, section 4.1.1).
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\r\n")
        return Data("Content-Type: text/\(kind); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8) + Base64.lines(Array(lines.utf8))
    }

    private static func multipart(_ kind: String, _ mark: String, _ parts: [Data]) -> Data {
        // No base64 and no header of ours holds `=_`: the boundary stands nowhere else.
        let boundary = "=_guanxi_\(mark)"
        var all = Data("Content-Type: multipart/\(kind); boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { all += Data("--\(boundary)\r\n".utf8) + part }
        return all + Data("--\(boundary)--\r\n".utf8)
    }

    private static func parts(_ files: [File]) throws(DraftError) -> [Data] {
        var parts: [Data] = []
        for file in files {
            guard file.type.wholeMatch(of: #/[a-zA-Z0-9!#$&^_.+-]{1,60}/[a-zA-Z0-9!#$&^_.+-]{1,60}/#) != nil,
                !file.type.hasPrefix("multipart/"), !file.type.hasPrefix("message/")
            else { throw .badType(String(file.type.prefix(120))) }
            guard !file.name.hasControlCharacters else { throw .controlCharacter(field: "file name") }
            guard file.name.utf8.count <= 255 else { throw .tooLong(field: "file name") }
            var header = "Content-Type: \(file.type)\r\nContent-Transfer-Encoding: base64\r\n"
            header += "Content-Disposition: \(file.contentID == nil ? "attachment" : "inline")" + fileName(file.name) + "\r\n"
            if let id = file.contentID {
                guard MessageID(id) != nil else { throw .controlCharacter(field: "content id") }
                header += "Content-ID: <\(id)>\r\n"
            }
            parts.append(Data((header + "\r\n").utf8) + Base64.lines(file.bytes))
        }
        return parts
    }

    /// The parameter `filename`, in pieces of one line each (RFC 2231).
    private static func fileName(_ name: String) -> String {
        if name.isEmpty { return "" }
        let simple = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if simple, name.utf8.count <= 60 { return ";\r\n filename=\"\(name)\"" }
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_".utf8)
        var (pieces, piece): ([String], String) = ([], "utf-8''")
        for byte in name.utf8 {
            if piece.utf8.count > 57 {
                pieces.append(piece)
                piece = ""
            }
            piece += plain.contains(byte) ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        if pieces.isEmpty { return ";\r\n filename*=\(piece)" }
        return (pieces + [piece]).enumerated().map { ";\r\n filename*\($0.offset)*=\($0.element)" }.joined()
    }
}
