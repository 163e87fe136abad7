/// A mail as it goes over the line (RFC 5321, section 4.5.2): each line ends with both signs, whatever the mail holds, and a dot at its start
/// is doubled. So nothing within the mail can end it and begin another one.
struct DotStuffing {
    private var last: UInt8 = 0x0A

    mutating func stuffed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 32)
        for byte in bytes {
            if byte == 0x0A {
                if last != 0x0D { output += [0x0D, 0x0A] } else { output.append(0x0A) }
            } else {
                if last == 0x0D { output.append(0x0A) }
                if byte == UInt8(ascii: "."), last == 0x0A || last == 0x0D { output.append(byte) }
                output.append(byte)
            }
            last = byte
        }
        return output
    }

    /// What ends the mail.
    var end: [UInt8] {
        let lineEnd: [UInt8] = last == 0x0A ? [] : last == 0x0D ? [0x0A] : [0x0D, 0x0A]
        return lineEnd + Array(".\r\n".utf8)
    }
}
