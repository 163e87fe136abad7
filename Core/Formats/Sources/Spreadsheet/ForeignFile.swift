import Foundation

/// What a file is that is no archive of a workbook.
enum ForeignFile {
    private static let compoundFile: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let archive: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    static func reason(_ path: String) -> WorkbookError {
        guard let file = FileHandle(forReadingAtPath: path) else { return .unreadable }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: 4096) ?? Data() else { return .unreadable }
        let opening = Array(data)
        if opening.starts(with: archive) { return .truncated }
        if opening.starts(with: compoundFile) { return isEncrypted(opening, file) ? .encrypted : .oldFormat }
        let text = String(decoding: opening, as: UTF8.self).lowercased()
        return ["<html", "<table", "<!doctype html", "urn:schemas-microsoft-com:office:spreadsheet"].contains(where: text.contains)
            ? .webPage : .notAWorkbook
    }

    /// Excel puts an encrypted workbook into a stream of this name, within a file of the old format. The directory of such a file
    /// begins at the sector whose number is at byte 48 ([MS-CFB] 2.2).
    private static func isEncrypted(_ header: [UInt8], _ file: FileHandle) -> Bool {
        guard header.count >= 512 else { return false }
        let sectorSize: UInt64 = header[30] == 12 ? 4096 : 512
        let sector = header[48..<52].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard (try? file.seek(toOffset: (sector + 1) * sectorSize)) != nil, let directory = try? file.read(upToCount: 64 << 10)
        else { return false }
        return directory.range(of: Data("EncryptedPackage".utf8.flatMap { [$0, 0] })) != nil
    }
}
