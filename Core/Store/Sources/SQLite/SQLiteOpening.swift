import Foundation
import GRDB

/// Makes the file, if it is new, readable and writable by its owner only; SQLite gives its side files the same rights.
func createOwnedFile(at path: String) throws {
    if path.isEmpty || path == ":memory:" || path.utf8.contains(0) {
        throw StoreError.badURL("After sqlite: stands the path of a file.")
    }
    let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if file >= 0 {
        Foundation.close(file)
    } else if errno != EEXIST {
        let reason = "Cannot make \(path): \(String(cString: strerror(errno)))"
        throw [ENOSPC, EDQUOT].contains(errno) ? StoreError.full(reason) : .unavailable(reason)
    }
}

/// Why a file cannot be opened, in words for the person who named it.
func openingError(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_NOTADB:
        return StoreError.unavailable("\(path) is no SQLite database, or its beginning is damaged.")
    case .SQLITE_CORRUPT:
        return StoreError.unavailable("\(path) is damaged: restore it from a backup.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
        return StoreError.lockedElsewhere
    case .SQLITE_CANTOPEN where isFolder(path):
        return StoreError.unavailable("\(path) is a folder; the database is a file.")
    case .SQLITE_FULL:
        return StoreError.full("There is no room on the disk of \(path).")
    case .SQLITE_IOERR where hasNoRoom(path):
        return StoreError.full("There is no room on the disk of \(path).")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
        return StoreError.unavailable("\(path) cannot be written: this user needs the right to write it and to make files beside it.")
    default:
        return storeError(error, nil)
    }
}

private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}

/// SQLite needs a page of its index of the log before it can say anything.
private func hasNoRoom(_ path: String) -> Bool {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return false }
    return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 65_536
}

extension StoreError {
    static let lockedElsewhere = StoreError.unavailable("Another process keeps the database locked.")
}
