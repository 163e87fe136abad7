import Foundation

/// The texts that the cells of a workbook share. Beyond a number of bytes they lie in a temporary file without a name.
final class SharedStrings: XMLHandler {
    private let limits: WorkbookLimits
    private let temporaryFolder: String
    /// Where each text ends.
    private var ends: [UInt32] = []
    /// All texts one behind the other, or those that are not yet in the file.
    private var bytes: [UInt8] = []
    private var file: TemporaryFile?
    private var text = RichText()

    init(_ limits: WorkbookLimits, temporaryFolder: String) {
        (self.limits, self.temporaryFolder) = (limits, temporaryFolder)
    }

    /// Nil when there is no such text.
    subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        let range = (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
        if let file { return String(decoding: file[range], as: UTF8.self) }
        return String(decoding: bytes[range], as: UTF8.self)
    }

    func close() throws(WorkbookError) {
        if file != nil { try spill() }
        try file?.map()
    }

    func begin(_ element: XMLName, _ attributes: XMLAttributes) throws(WorkbookError) {
        if element == "si" { text = RichText(isOpen: true) } else { text.begin(element) }
    }

    func end(_ element: XMLName) throws(WorkbookError) {
        guard element == "si" else { return text.end(element) }
        bytes += text.finish()
        let end = UInt32(exactly: (file?.count ?? 0) + bytes.count)
        guard let end, ends.count < limits.sharedStrings else { throw .tooLarge(.sharedStrings) }
        ends.append(end)
        if bytes.count > limits.sharedStringMemory || (file != nil && bytes.count > 1 << 20) { try spill() }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(WorkbookError) {
        text.add(bytes)
        guard text.count <= limits.cellBytes else { throw .tooLarge(.cellBytes) }
    }

    private func spill() throws(WorkbookError) {
        if file == nil { file = try TemporaryFile(in: temporaryFolder) }
        try file?.append(bytes)
        bytes.removeAll()
    }
}

/// A file that nobody else sees and that goes with its last use. First it is written, then it is read.
private final class TemporaryFile {
    private(set) var count = 0
    private let descriptor: Int32
    private var content = UnsafeRawBufferPointer(start: nil, count: 0)

    init(in folder: String) throws(WorkbookError) {
        var path = Array("\(folder)/guanxi-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .noSpace }
        unlink(path)
    }

    deinit {
        if let address = content.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), content.count) }
        close(descriptor)
    }

    func append(_ bytes: [UInt8]) throws(WorkbookError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw .noSpace }
            rest = rest.dropFirst(written)
        }
        count += bytes.count
    }

    /// From here on it is read. The pages are those of the file: the system takes them back when memory is short.
    func map() throws(WorkbookError) {
        guard count > 0 else { return }
        guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else { throw .noSpace }
        content = UnsafeRawBufferPointer(start: address, count: count)
    }

    subscript(range: Range<Int>) -> Slice<UnsafeRawBufferPointer> { content[range] }
}
