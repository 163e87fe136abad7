import Foundation

/// One direction of the C library's iconv.
final class Converter {
    enum Stop { case end, broken, incomplete }

    private let handle: iconv_t
    private var piece = [UInt8](repeating: 0, count: 32 << 10)

    /// Nil when the system has no such conversion.
    init?(from source: TextEncoding, to target: TextEncoding) {
        guard let handle = iconv_open(target.rawValue, source.rawValue), handle != iconv_t(bitPattern: -1) else { return nil }
        self.handle = handle
    }

    /// By names that the C library knows, for what cards call their charset.
    init?(fromCharset name: String) {
        // A name with options (`//IGNORE`) is no charset.
        guard name.utf8.allSatisfy({ $0.isASCIIName }), let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1)
        else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Converts up to the end, or to the first byte of what is broken or not yet complete.
    ///
    /// - Returns: how many bytes were read, and what stopped it.
    func convert(_ input: ArraySlice<UInt8>, into output: inout [UInt8]) -> (read: Int, stop: Stop) {
        input.withUnsafeBytes { bytes in
            // iconv does not write to its input; its signature is older than const.
            var source = UnsafeMutablePointer(mutating: bytes.bindMemory(to: CChar.self).baseAddress)
            var left = bytes.count
            while true {
                let (result, problem, count) = piece.withUnsafeMutableBytes { room in
                    var target = room.bindMemory(to: CChar.self).baseAddress
                    var free = room.count
                    let result = iconv(handle, &source, &left, &target, &free)
                    return (result, errno, room.count - free)
                }
                output += piece[..<count]
                if result >= 0 { return (bytes.count - left, .end) }
                if problem == E2BIG { continue }
                return (bytes.count - left, problem == EINVAL ? .incomplete : .broken)
            }
        }
    }
}

extension UInt8 {
    /// A letter, a digit or one of `- _ . :`.
    fileprivate var isASCIIName: Bool {
        switch self {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
