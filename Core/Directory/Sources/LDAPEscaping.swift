/// Puts what somebody has typed where it can mean nothing but itself.
enum LDAPEscaping {
    /// As a value in a search filter (RFC 4515, section 3).
    static func inFilter(_ text: String) -> String {
        escape(text) { byte in [0x00, 0x28, 0x29, 0x2A, 0x5C].contains(byte) }
    }

    /// As a value in a distinguished name (RFC 4514, section 2.4). Spaces matter at the ends only, `#` at the start; escaped
    /// everywhere they mean the same.
    static func inName(_ text: String) -> String {
        escape(text) { byte in byte < 0x21 || byte == 0x7F || Array("\"#+,;<=>\\".utf8).contains(byte) }
    }

    /// A backslash and two digits in place of each such byte.
    private static func escape(_ text: String, _ isSpecial: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard isSpecial(byte) else { bytes.append(byte); continue }
            bytes += Array("\\\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
