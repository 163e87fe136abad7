/// Bytes of JSON as somebody writes them who cares for nothing but speed.
struct Bytes {
    var all: [UInt8] = []

    static func += (bytes: inout Bytes, text: StaticString) {
        bytes.all.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ prefix: [UInt8]) { all.append(contentsOf: prefix) }
    mutating func number(_ number: Int64) { all.append(contentsOf: String(number).utf8) }

    mutating func quoted(_ text: String) {
        all.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            if bytes.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                all.append(contentsOf: bytes)
            } else {
                escape(bytes)
            }
        }
        all.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): all.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0A: self += "\\n"
            case 0x0D: self += "\\r"
            case 0x09: self += "\\t"
            default: all.append(byte)
            }
        }
    }
}
