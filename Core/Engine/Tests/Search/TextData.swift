import Foundation

/// The files of `shared/data` that lie beside the project. A missing file or tool makes the test fail.
enum TextData {
    struct Missing: Error { let path: String }
    struct Failed: Error { let tool: String, status: Int32 }

    static func file(_ path: String) throws -> URL {
        var folder = URL(filePath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let file = folder.appending(path: "shared/data/\(path)")
            if FileManager.default.fileExists(atPath: file.path) { return file }
        }
        throw Missing(path: path)
    }

    @discardableResult
    static func run(_ tool: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: tool)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(tool: tool, status: process.terminationStatus) }
        return data
    }
}
