import CZip

/// The parts of a workbook: the files in a ZIP archive. All that is read of it counts against the limits.
final class Archive {
    fileprivate let handle: OpaquePointer
    fileprivate let limits: WorkbookLimits
    /// How much was unpacked of each part. One that is read twice counts once.
    fileprivate var unpacked: [UInt64: Int] = [:]

    init(file path: String, limits: WorkbookLimits) throws(WorkbookError) {
        var code: Int32 = 0
        guard let handle = zip_open(path, ZIP_RDONLY, &code) else { throw ForeignFile.reason(path) }
        (self.handle, self.limits) = (handle, limits)
    }

    deinit { zip_discard(handle) }

    /// - Parameter limit: the bytes that the part may have, for parts that are kept in memory.
    func open(_ part: String, atMost limit: Int = .max) throws(WorkbookError) -> ArchivePart {
        // Some programs write names in another case than they refer to.
        guard let index = find(part, 0) ?? find(part, zip_flags_t(ZIP_FL_NOCASE)) else { throw .damaged(part: part) }
        return try ArchivePart(part, index, in: self, atMost: limit)
    }

    func has(_ part: String) -> Bool { find(part, 0) != nil }

    private func find(_ part: String, _ flags: zip_flags_t) -> UInt64? {
        UInt64(exactly: zip_name_locate(handle, part, flags))
    }

    fileprivate var unpackedBytes: Int { unpacked.values.reduce(0, +) }
}

/// One part, read from its beginning.
final class ArchivePart {
    let name: String
    private let archive: Archive
    private let index: UInt64
    private let file: OpaquePointer
    private let packedBytes: Int
    private let limit: Int
    private let others: Int
    private var position = 0

    private static let ratioStart = 16 << 20

    fileprivate init(_ name: String, _ index: UInt64, in archive: Archive, atMost limit: Int) throws(WorkbookError) {
        var facts = zip_stat_t()
        guard zip_stat_index(archive.handle, index, 0, &facts) == 0 else { throw .damaged(part: name) }
        guard Int32(facts.encryption_method) == ZIP_EM_NONE else { throw .encrypted }
        guard let file = zip_fopen_index(archive.handle, index, 0) else { throw .damaged(part: name) }
        (self.name, self.archive, self.index, self.file, self.limit) = (name, archive, index, file, limit)
        packedBytes = Int(clamping: facts.comp_size)
        others = archive.unpackedBytes - (archive.unpacked[index] ?? 0)
    }

    deinit { zip_fclose(file) }

    /// Fills the room as far as there is something; 0 at the end.
    func read(into room: UnsafeMutableRawBufferPointer) throws(WorkbookError) -> Int {
        let count = Int(zip_fread(file, room.baseAddress, zip_uint64_t(room.count)))
        // The checksum is compared at the end: a damaged part shows here too.
        guard count >= 0 else { throw .damaged(part: name) }
        position += count
        archive.unpacked[index] = max(archive.unpacked[index] ?? 0, position)
        guard position <= limit, others + position <= archive.limits.unpackedBytes else { throw .tooLarge(.unpackedBytes) }
        guard position <= Self.ratioStart || position / max(packedBytes, 1) <= archive.limits.ratio else { throw .tooLarge(.ratio) }
        return count
    }
}
