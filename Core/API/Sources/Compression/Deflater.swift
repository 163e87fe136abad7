import CZlib
import NIOCore

/// Packs what it is given, piece by piece, as gzip.
final class Deflater {
    // zlib keeps the address of its stream: it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var piece = [UInt8](repeating: 0, count: 32_768)

    /// Nil when there is no memory for it.
    ///
    /// - Parameter level: from 1 to 9; 4 packs JSON to a sixth at little cost, 9 is for what is packed once.
    init?(level: Int32 = 4) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window and 16 for the wrapping of gzip.
        let result = deflateInit2_(
            stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func pack(_ buffer: ByteBuffer) -> ByteBuffer { run(Array(buffer.readableBytesView), Z_NO_FLUSH) }

    /// What is still inside, and the end of the file.
    func finish() -> ByteBuffer { run([], Z_FINISH) }

    private func run(_ bytes: [UInt8], _ flush: Int32) -> ByteBuffer {
        var bytes = bytes
        var packed = ByteBuffer()
        bytes.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let count = piece.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    _ = deflate(stream, flush)
                    return output.count - Int(stream.pointee.avail_out)
                }
                packed.writeBytes(piece[..<count])
                // A full piece means that there may be more.
            } while stream.pointee.avail_out == 0
        }
        return packed
    }
}
