import CExpat
import Foundation

/// What is done with the elements of a part.
protocol XMLHandler: AnyObject {
    func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError)
    func end(_ element: XMLName) throws(WorkbookError)
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(WorkbookError)
}

/// Reads a part of a workbook as XML, piece by piece. Elements of other vocabularies than those of workbooks are passed over;
/// declarations of document types, and with them entities, are refused.
final class XMLReader {
    private let part: ArchivePart
    private let handler: any XMLHandler
    private let parser: XML_Parser
    private var depth = 0
    private var bytesSinceEvent = 0
    private var problem: WorkbookError?

    private static let pieceBytes = 64 << 10
    private static let greatestDepth = 100
    /// A tag or a comment is kept in memory until it is complete.
    private static let tokenBytes = 4 << 20

    init(_ part: ArchivePart, _ handler: any XMLHandler) {
        (self.part, self.handler) = (part, handler)
        // Names come as namespace, separator, name.
        parser = XML_ParserCreateNS(nil, XMLName.separator)
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { reader, name, attributes in XMLReader.of(reader).begin(name!, attributes!) },
            { reader, name in XMLReader.of(reader).end(name!) })
        XML_SetCharacterDataHandler(parser) { reader, bytes, count in XMLReader.of(reader).text(bytes!, Int(count)) }
        XML_SetCommentHandler(parser) { reader, _ in XMLReader.of(reader).bytesSinceEvent = 0 }
        XML_SetProcessingInstructionHandler(parser) { reader, _, _ in XMLReader.of(reader).bytesSinceEvent = 0 }
        XML_SetStartDoctypeDeclHandler(parser) { reader, _, _, _, _ in
            let reader = XMLReader.of(reader)
            reader.stop(.documentType(part: reader.part.name))
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Reads to the end.
    func run() throws(WorkbookError) { while try advance() {} }

    /// Reads the next piece; false when that was the last.
    func advance() throws(WorkbookError) -> Bool {
        guard let room = XML_GetBuffer(parser, Int32(Self.pieceBytes)) else { throw .damaged(part: part.name) }
        let count = try part.read(into: UnsafeMutableRawBufferPointer(start: room, count: Self.pieceBytes))
        bytesSinceEvent += count
        let status = XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
        if let problem { throw problem }
        guard status == XML_STATUS_OK else { throw .damaged(part: part.name) }
        guard bytesSinceEvent <= Self.tokenBytes else { throw .tooLarge(.cellBytes) }
        return count > 0
    }

    private static func of(_ reader: UnsafeMutableRawPointer?) -> XMLReader {
        Unmanaged<XMLReader>.fromOpaque(reader!).takeUnretainedValue()
    }

    private func begin(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        bytesSinceEvent = 0
        depth += 1
        if depth > Self.greatestDepth { stop(.damaged(part: part.name)) }
        guard let name = XMLName(name) else { return }
        call { () throws(WorkbookError) in try handler.begin(name, XMLAttributes(first: attributes)) }
    }

    private func end(_ name: UnsafePointer<CChar>) {
        bytesSinceEvent = 0
        depth -= 1
        guard let name = XMLName(name) else { return }
        call { () throws(WorkbookError) in try handler.end(name) }
    }

    private func text(_ bytes: UnsafePointer<CChar>, _ count: Int) {
        bytesSinceEvent = 0
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            call { () throws(WorkbookError) in try handler.text(UnsafeBufferPointer(start: bytes, count: count)) }
        }
    }

    private func call(_ body: () throws(WorkbookError) -> Void) {
        // The parser may go on for a moment after it was stopped.
        guard problem == nil else { return }
        do throws(WorkbookError) { try body() } catch { stop(error) }
    }

    private func stop(_ error: WorkbookError) {
        problem = problem ?? error
        XML_StopParser(parser, 0)
    }
}

/// The name of an element, valid while its event lasts.
struct XMLName {
    static let separator: CChar = 1
    /// Of the vocabularies that workbooks are written in, each with its strict form.
    private static let namespaces: [StaticString] = [
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    ]

    private let local: UnsafePointer<CChar>

    /// Nil for a name of another vocabulary.
    fileprivate init?(_ name: UnsafePointer<CChar>) {
        guard let end = strchr(name, Int32(Self.separator)) else { return nil }
        let length = UnsafePointer(end) - name
        guard Self.namespaces.contains(where: { $0.utf8CodeUnitCount == length && memcmp($0.utf8Start, name, length) == 0 }) else { return nil }
        local = UnsafePointer(end) + 1
    }

    static func == (name: XMLName, text: StaticString) -> Bool { strcmp(name.local, text.utf8Start) == 0 }
}

/// The attributes of an element, valid while its event lasts.
struct XMLAttributes {
    fileprivate let first: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// - Parameter name: without its namespace.
    func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
        var next = first
        while let key = next[0] {
            let local = strrchr(key, Int32(XMLName.separator)).map { UnsafePointer($0) + 1 } ?? key
            if strcmp(local, name.utf8Start) == 0 { return next[1] }
            next += 2
        }
        return nil
    }

    subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    /// A whole number that is not negative; nil for anything else.
    func integer(_ name: StaticString) -> Int? {
        guard var digit = bytes(name), digit.pointee != 0 else { return nil }
        var number = 0
        while digit.pointee != 0 {
            let value = Int(digit.pointee) - 0x30
            guard (0...9).contains(value), number < 1 << 40 else { return nil }
            number = number * 10 + value
            digit += 1
        }
        return number
    }

    func flag(_ name: StaticString) -> Bool { ["1", "true"].contains(self[name] ?? "") }
}
