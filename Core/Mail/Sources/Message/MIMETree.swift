import Foundation

/// Finds the parts of a message in one walk over its bytes, whatever they look like: parts that never end, boundaries that belong to
/// somebody else, and more parts, levels and headers than anybody needs. The first part is the message itself.
struct MIMETree {
    private(set) var parts: [MIMEPart] = []
    private(set) var defects: Set<MessageDefect> = []

    private let bytes: [UInt8]
    private let limits: MessageLimits
    /// The multiparts around the place of the walk, outermost first.
    private var open: [(part: Int, boundary: [UInt8])] = []

    init(_ bytes: [UInt8], _ limits: MessageLimits) {
        (self.bytes, self.limits) = (bytes, limits)
        walk()
    }

    private mutating func walk() {
        var place = begin(at: 0, depth: 0, defaultType: "text/plain")
        while let line = nextBoundary(from: place) {
            guard let (level, isEnd) = match(line) else {
                place = line.end
                continue
            }
            close(to: level, at: line.start)
            if isEnd {
                open.removeLast()
                place = line.end
            } else if parts.count >= limits.parts {
                defects.insert(.tooManyParts)
                return
            } else {
                let parent = open[level].part
                parts[parent].children.append(parts.count)
                place = begin(at: line.end, depth: parts[parent].depth + 1, defaultType: parts[parent].type == "multipart/digest" ? "message/rfc822" : "text/plain")
            }
        }
        if !open.isEmpty { defects.insert(.unfinished) }
        close(to: -1, at: bytes.count)
    }

    /// Reads the headers of a part and says where its body begins. What a forwarded message holds is walked on the way.
    private mutating func begin(at start: Int, depth: Int, defaultType: String) -> Int {
        let number = parts.count
        parts.append(MIMEPart(at: start, depth: depth))
        ending.append(number)
        let body = readHeaders(of: number, from: start)
        parts[number].body = body..<body
        let type = parts[number].header("content-type").map(HeaderParameters.init)
        parts[number].type = type.flatMap { $0.value.contains("/") ? $0.value : nil } ?? defaultType
        parts[number].charset = type?["charset"]
        guard parts[number].isMultipart || parts[number].isMessage else { return body }
        guard depth < limits.depth else {
            defects.insert(.tooDeep)
            return body
        }
        if parts[number].isMultipart {
            if let boundary = type?["boundary"], !boundary.isEmpty { open.append((number, Array(boundary.utf8))) }
            return body
        }
        guard case .identity = parts[number].encoding, parts.count < limits.parts else { return body }
        parts[number].children.append(parts.count)
        return begin(at: body, depth: depth + 1, defaultType: "text/plain")
    }

    /// The parts whose end has not come yet, in the order in which they began.
    private var ending: [Int] = []

    /// Ends all parts that began within this multipart.
    private mutating func close(to level: Int, at end: Int) {
        let keeper = level < 0 ? -1 : open[level].part
        var end = end
        // The line end before a boundary belongs to the boundary.
        if level >= 0, end > 0, bytes[end - 1] == 0x0A { end -= end > 1 && bytes[end - 2] == 0x0D ? 2 : 1 }
        while let last = ending.last, last > keeper {
            parts[last].body = parts[last].body.lowerBound..<max(parts[last].body.lowerBound, end)
            ending.removeLast()
        }
        if level >= 0 { open.removeLast(open.count - level - 1) }
    }

    private mutating func readHeaders(of number: Int, from start: Int) -> Int {
        var place = start
        var used = 0
        while place < bytes.count {
            let lineEnd = endOfLine(place)
            let line = bytes[place..<lineEnd]
            let isBlank = line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
            if isBlank { return lineEnd }
            if line.starts(with: [0x2D, 0x2D]), match((place, lineEnd)) != nil { return place }
            used += line.count
            if used > limits.headerBytes || parts[number].headers.count >= limits.headers {
                defects.insert(.tooManyHeaders)
                return skipHeaders(place)
            }
            if line.first == 0x20 || line.first == 0x09, let last = parts[number].headers.last {
                parts[number].headers[parts[number].headers.count - 1] = MIMEHeader(name: last.name, value: bytes[last.value.startIndex..<lineEnd])
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), let name = Self.name(line[..<colon]) {
                parts[number].headers.append(MIMEHeader(name: name, value: bytes[(colon + 1)..<lineEnd]))
            } else if place > start || !line.starts(with: "From ".utf8) && !line.starts(with: ">From ".utf8) {
                // Neither a header nor the first line of a mailbox file: the body has begun without the empty line.
                defects.insert(.noEmptyLine)
                return place
            }
            place = lineEnd
        }
        return place
    }

    private func skipHeaders(_ start: Int) -> Int {
        var place = start
        while place < bytes.count {
            let end = endOfLine(place)
            if bytes[place..<end].allSatisfy({ $0 == 0x0D || $0 == 0x0A }) { return end }
            place = end
        }
        return place
    }

    private static func name(_ raw: ArraySlice<UInt8>) -> String? {
        let name = String(decoding: raw, as: UTF8.self).trimmingBlanks()
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return name.lowercased()
    }

    /// Behind the line feed that ends the line.
    private func endOfLine(_ start: Int) -> Int { find(0x0A, from: start).map { $0 + 1 } ?? bytes.count }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// The next line that begins with two dashes.
    private func nextBoundary(from start: Int) -> (start: Int, end: Int)? {
        if open.isEmpty { return nil }
        var place = start
        while place < bytes.count {
            if bytes[place] == 0x2D, place + 1 < bytes.count, bytes[place + 1] == 0x2D { return (place, endOfLine(place)) }
            place = endOfLine(place)
        }
        return nil
    }

    /// Which open multipart a line divides, and whether it is the last one of it. The innermost wins.
    private func match(_ line: (start: Int, end: Int)) -> (level: Int, isEnd: Bool)? {
        let text = bytes[(line.start + 2)..<line.end].prefix(1000)
        for level in open.indices.reversed() where text.starts(with: open[level].boundary) {
            let rest = text.dropFirst(open[level].boundary.count)
            let isEnd = rest.starts(with: [0x2D, 0x2D])
            let blanks = rest.dropFirst(isEnd ? 2 : 0)
            if isEnd || blanks.allSatisfy({ [0x20, 0x09, 0x0D, 0x0A].contains($0) }) { return (level, isEnd) }
        }
        return nil
    }
}
