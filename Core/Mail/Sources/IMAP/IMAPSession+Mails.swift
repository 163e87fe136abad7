extension IMAPSession {
    /// Opens a folder; its name is in any language. Read only, nothing in it can be changed.
    public func select(_ folder: String, readOnly: Bool = false) async throws -> IMAPFolder {
        let answers = try await run("\(readOnly ? "EXAMINE" : "SELECT") \(try Self.quoted(folder))")
        func code(_ name: String) -> UInt32? { answers.lazy.compactMap { $0.code(name) }.first.flatMap { UInt32($0) } }
        hasNews = false
        // Without one, ids mean nothing beyond this connection.
        guard let validity = code("UIDVALIDITY") else { throw MailError.nonsense("no UIDVALIDITY") }
        return IMAPFolder(
            name: folder, validity: validity, nextUID: code("UIDNEXT"),
            count: Int(answers.last { $0.kind == "EXISTS" }?.number ?? 0), isReadOnly: answers.last?.code("READ-ONLY") != nil)
    }

    /// The names of all folders; with a name such as `\Sent`, those that the server marks with it (RFC 6154).
    public func folders(marked mark: String? = nil) async throws -> [String] {
        try await run("LIST \"\" \"*\"").filter { $0.kind == "LIST" }.compactMap { answer in
            let values = try answer.values()
            guard values.count >= 4, case .list(let marks) = values[1], let name = values[3].text else { return nil }
            let isMarked = mark.map { mark in marks.contains { $0.text?.lowercased() == mark.lowercased() } } ?? true
            return isMarked ? FolderName.decoded(name) : nil
        }
    }

    // MARK: - Finding

    /// The ids of the open folder above this one, ascending.
    public func uids(above uid: UInt32) async throws -> [UInt32] {
        guard uid < .max else { return [] }
        // `*` is the last mail, also where it lies below: it is always found.
        return try await search("UID \(uid + 1):*").filter { $0 > uid }
    }

    public func unseenUIDs() async throws -> [UInt32] { try await search("UNSEEN") }

    /// The ids of the mails with this Message-ID, such as one that was moved.
    public func uids(of message: MessageID) async throws -> [UInt32] {
        // The id is printable ASCII; only these two mean something in quotes.
        let text = message.description.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return try await search("HEADER Message-ID \"<\(text)>\"")
    }

    private func search(_ what: String) async throws -> [UInt32] {
        hasNews = false
        let answers = try await run("UID SEARCH \(what)", maximum: 16 * 1024 * 1024).filter { $0.kind == "SEARCH" }
        return Set(try answers.flatMap { try $0.values().dropFirst().compactMap { $0.text.flatMap { UInt32($0) } } }).sorted()
    }

    // MARK: - Reading

    /// A mail as it lies on the server.
    public enum Fetched: Sendable, Equatable {
        case mail([UInt8])
        /// It is larger than was wanted, and was not read.
        case oversized(bytes: Int)
        /// Somebody has removed it meanwhile.
        case gone
    }

    /// Reads a mail without marking it as seen, after a look at its size.
    public func fetch(_ uid: UInt32, maximum: Int = MessageLimits().bytes) async throws -> Fetched {
        guard let size = try await size(of: uid) else { return .gone }
        return size <= maximum ? try await whole(uid, maximum: maximum) : .oversized(bytes: size)
    }

    /// In bytes, as the server counts; nil if it is gone.
    func size(of uid: UInt32) async throws -> Int? { try await attributes(of: uid, "RFC822.SIZE")["RFC822.SIZE"]?.number }

    /// A mail that is known to be no larger than this.
    func whole(_ uid: UInt32, maximum: Int) async throws -> Fetched {
        // Servers may count line ends otherwise than they send them.
        let body = try await attributes(of: uid, "BODY.PEEK[]", maximum: maximum + Self.usualAnswer)["BODY[]"]
        guard case .string(let bytes) = body else { return .gone }
        return .mail(bytes)
    }

    /// The headers of a mail without marking it as seen, at most so many bytes of them; empty if it is gone.
    public func headers(of uid: UInt32, maximum: Int = MessageLimits().headerBytes) async throws -> [UInt8] {
        let found = try await attributes(of: uid, "BODY.PEEK[HEADER]<0.\(maximum)>", maximum: maximum + Self.usualAnswer)
        guard case .string(let bytes) = found.first(where: { $0.key.hasPrefix("BODY[HEADER]") })?.value else { return [] }
        return bytes
    }

    /// The flags of a mail: `\Seen`, `$Forwarded`; nil if it is gone.
    public func flags(of uid: UInt32) async throws -> Set<String>? {
        guard case .list(let flags) = try await attributes(of: uid, "FLAGS")["FLAGS"] else { return nil }
        return Set(flags.compactMap(\.text))
    }

    private func attributes(of uid: UInt32, _ what: String, maximum: Int = IMAPSession.usualAnswer) async throws -> [String: IMAPValue] {
        for answer in try await run("UID FETCH \(uid) (UID \(what))", maximum: maximum) where answer.kind == "FETCH" {
            let attributes = try answer.attributes()
            // Servers may tell of other mails at any time.
            if attributes["UID"]?.number == Int(uid), attributes.count > 1 { return attributes }
        }
        return [:]
    }

    // MARK: - Changing

    public func add(_ flags: Set<String>, to uid: UInt32) async throws { try await run("UID STORE \(uid) +FLAGS.SILENT (\(try Self.flags(flags)))") }

    public func remove(_ flags: Set<String>, from uid: UInt32) async throws { try await run("UID STORE \(uid) -FLAGS.SILENT (\(try Self.flags(flags)))") }

    public func copy(_ uid: UInt32, to folder: String) async throws { try await run("UID COPY \(uid) \(try Self.quoted(folder))") }

    /// Moves a mail; where the server cannot do it in one step, it is copied and marked as deleted, and removed alone if the server can.
    public func move(_ uid: UInt32, to folder: String) async throws {
        if capabilities.contains("MOVE") {
            try await run("UID MOVE \(uid) \(try Self.quoted(folder))")
            return
        }
        try await copy(uid, to: folder)
        try await add(["\\Deleted"], to: uid)
        // Without UIDPLUS it would remove everything that anybody has marked.
        if capabilities.contains("UIDPLUS") { try await run("UID EXPUNGE \(uid)") }
    }

    /// Puts a mail into a folder, such as one that was sent.
    public func append(_ mail: [UInt8], to folder: String, flags: Set<String> = ["\\Seen"]) async throws {
        try await run([.words("APPEND \(try Self.quoted(folder)) (\(try Self.flags(flags))) "), .literal(mail)])
    }

    // MARK: - Words

    private static func quoted(_ folder: String) throws -> String {
        guard !folder.hasControlCharacters else { throw MailError.refused("the name of a folder holds a line end", isTemporary: false) }
        return "\"" + FolderName.encoded(folder).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func flags(_ flags: Set<String>) throws -> String {
        guard flags.allSatisfy({ $0.wholeMatch(of: /\\?[A-Za-z0-9$_.-]{1,60}/) != nil }) else { throw MailError.refused("no flag", isTemporary: false) }
        return flags.sorted().joined(separator: " ")
    }
}
