import CPango

/// An image as a Cairo surface. A JPEG keeps its bytes and goes into the document as it is.
final class Picture {
    let surface: OpaquePointer
    /// In pixels.
    let size: Size

    /// PNG, or JPEG of one or three colours. The size is looked at before anything is unpacked.
    init(_ bytes: [UInt8], named name: String, within limits: DocumentLimits) throws(DocumentError) {
        guard bytes.count <= limits.imageBytes else {
            throw DocumentError(.imageTooLarge, ["name": name, "maximum": String(limits.imageBytes)])
        }
        let isPNG = bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        guard let (width, height) = isPNG ? Self.sizeOfPNG(bytes) : Self.sizeOfJPEG(bytes), width > 0, height > 0 else {
            throw DocumentError(.badImage, ["name": name])
        }
        // Cairo's own bound is 32767 for each side.
        guard width <= 30_000, height <= 30_000, width * height <= limits.imagePixels else {
            throw DocumentError(.imageTooLarge, ["name": name, "maximum": String(limits.imagePixels)])
        }
        let made = isPNG ? Self.png(bytes) : Self.jpeg(bytes, width, height)
        guard let made, cairo_surface_status(made) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(made)
            throw DocumentError(.badImage, ["name": name])
        }
        surface = made
        size = Size(width: Double(width), height: Double(height))
    }

    deinit { cairo_surface_destroy(surface) }

    private struct Source {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0
    }

    private static func png(_ bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { buffer in
            var source = Source(bytes: buffer)
            return cairo_image_surface_create_from_png_stream(
                { closure, data, length in
                    guard let source = closure?.assumingMemoryBound(to: Source.self), let data else { return CAIRO_STATUS_READ_ERROR }
                    let start = source.pointee.position
                    guard let base = source.pointee.bytes.baseAddress, start + Int(length) <= source.pointee.bytes.count else {
                        return CAIRO_STATUS_READ_ERROR
                    }
                    data.update(from: base + start, count: Int(length))
                    source.pointee.position += Int(length)
                    return CAIRO_STATUS_SUCCESS
                }, &source)
        }
    }

    /// The pixels stay blank: the PDF gets the bytes.
    private static func jpeg(_ bytes: [UInt8], _ width: Int, _ height: Int) -> OpaquePointer? {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        let status = cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, copy, UInt(bytes.count), { $0?.assumingMemoryBound(to: UInt8.self).deallocate() }, copy)
        if status != CAIRO_STATUS_SUCCESS { copy.deallocate() }
        return surface
    }

    /// The first chunk says it.
    private static func sizeOfPNG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }

    /// The frame header says it: from marker to marker up to the first of a frame.
    private static func sizeOfJPEG(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var position = 2
        while position + 9 < bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                // Four colours need a table that says which way round they are.
                guard [1, 3].contains(bytes[position + 9]) else { return nil }
                func number(_ start: Int) -> Int { Int(bytes[start]) << 8 | Int(bytes[start + 1]) }
                return (number(position + 7), number(position + 5))
            }
            guard length >= 2, marker != 0xD9, marker != 0xDA else { return nil }
            position += 2 + length
        }
        return nil
    }
}
