import Foundation

/// A property as it is written, with its line breaks undone: `item1.TEL;TYPE=work:+86 10 6552 9988`.
struct VCardLine: Sendable {
    let group: String?
    let name: String
    let parameters: [VCardParameter]
    let value: ArraySlice<UInt8>

    /// Nil for what is no property.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let (head, value) = Self.cut(bytes) else { return nil }
        var parts = head.makeIterator()
        guard let first = parts.next() else { return nil }
        let names = first.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let name = Self.text(names.last ?? []).uppercased().trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name.utf8.allSatisfy(Self.mayBeInName) else { return nil }
        (self.name, self.value) = (name, value)
        group = names.count == 2 ? Self.text(names[0]) : nil
        parameters = IteratorSequence(parts).compactMap(Self.parameter)
    }

    static func isFolded(_ line: [UInt8]) -> Bool { line.first == 0x20 || line.first == 0x09 }

    /// A line of quoted-printable that goes on in the next.
    static func endsSoftly(_ line: [UInt8]) -> Bool {
        line.last == UInt8(ascii: "=") && isDeclared("QUOTED-PRINTABLE", in: line)
    }

    /// Base64 of 2.1 that some phones break without a blank before the next line. A property has a colon; an empty line is the end.
    static func isBareBase64(_ line: [UInt8], behind first: [UInt8]) -> Bool {
        !line.isEmpty && !line.contains(UInt8(ascii: ":")) && line.allSatisfy(isBase64)
            && (isDeclared("BASE64", in: first) || isDeclared("ENCODING=B", in: first))
    }

    static func isMark(_ line: ArraySlice<UInt8>, _ mark: StaticString) -> Bool {
        guard line.count < 100 else { return false }
        let text = line.filter { $0 != 0x20 && $0 != 0x09 }
        return text.count == mark.utf8CodeUnitCount && text.elementsEqual(UnsafeBufferPointer(start: mark.utf8Start, count: text.count)) {
            ($0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0) == $1
        }
    }

    private static func isDeclared(_ encoding: String, in line: [UInt8]) -> Bool {
        let head = line.prefix { $0 != UInt8(ascii: ":") }.prefix(1_000)
        return text(head).uppercased().contains(encoding)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): true
        default: false
        }
    }

    private static func mayBeInName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The parts before the first colon outside quotes, and what is behind it.
    private static func cut(_ bytes: ArraySlice<UInt8>) -> (head: [ArraySlice<UInt8>], value: ArraySlice<UInt8>)? {
        var head: [ArraySlice<UInt8>] = [], start = bytes.startIndex, isQuoted = false
        for (position, byte) in zip(bytes.indices, bytes) {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted, UInt8(ascii: ":") where !isQuoted:
                head.append(bytes[start..<position])
                start = position + 1
                if byte == UInt8(ascii: ":") { return (head, bytes[start...]) }
            default: break
            }
        }
        return nil
    }

    private static func parameter(_ bytes: ArraySlice<UInt8>) -> VCardParameter? {
        let parts = bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        let name = text(parts[0]).uppercased().trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty else { return nil }
        // 2.1 leaves out the name: `TEL;CELL;PREF`.
        guard parts.count == 2 else { return VCardParameter(["QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"].contains(name) ? "ENCODING" : "TYPE", [name]) }
        var values: [String] = [""], isQuoted = false
        for scalar in text(parts[1]).unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: values.append("")
            default: values[values.count - 1].unicodeScalars.append(scalar)
            }
        }
        // A list within quotes, as the standard's own example has it: TYPE="work,voice".
        if name == "TYPE" { values = values.flatMap { $0.split(separator: ",").map(String.init) } }
        return VCardParameter(name, values.map(VCardEscapes.removedFromParameter))
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String { VCardCharset.text(Array(bytes), charset: nil) }
}
