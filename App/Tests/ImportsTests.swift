import Foundation
import Testing

/// The arrows of the architecture point down only.
@Suite struct ImportsTests {
    /// What each room may import of our own rooms and of the libraries that belong to one room alone.
    private static let allowed: [String: Set<String>] = [
        "Core/Kernel/Sources": [],
        "Core/Store/Sources": ["Kernel", "CPostgres", "GRDB", "GRDBSQLite"],
        "Core/Formats/Sources": ["Kernel", "CZip", "CExpat", "CXLSXWriter"],
        "Core/Engine/Sources": ["Kernel", "Store", "Formats", "CSodium", "COpenSSL"],
        "Core/API/Sources": [
            "Kernel", "Store", "Engine", "CZlib", "CQRCode", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "ServiceLifecycle", "UnixSignals",
        ],
        "Core/SingleSignOn/Sources": ["Kernel", "Engine", "CSodium", "AsyncHTTPClient", "JWTKit", "NIOCore", "NIOHTTP1"],
        "Core/Documents/Sources": ["Kernel", "CPango"],
        "Core/Linkage/Sources": ["Kernel"],
        "Core/Directory/Sources": ["Engine", "CLDAP"],
        "Core/Inspection/Sources": ["Kernel", "Engine", "Linkage"],
        "Core/Mail/Sources": ["NIOCore", "NIOPosix", "NIOSSL"],
        "Core/Webhooks/Sources": ["Kernel", "Store", "Engine", "CSodium", "AsyncHTTPClient", "NIOCore", "NIOHTTP1"],
        "Core/Paperwork/Sources": ["Kernel", "Engine", "Documents"],
        "Core/Correspondence/Sources": ["Kernel", "Store", "Engine", "Mail", "Documents", "Paperwork"],
        "Core/Testing/Sources": ["Kernel", "Store", "Engine", "Testing"],
        "Modules/Customers/Sources": ["Kernel", "Store", "Engine"],
        "Modules/DataQuality/Sources": ["Kernel", "Store", "Engine", "Customers", "Linkage", "Inspection"],
        "Modules/Grades/Sources": ["Kernel", "Store", "Engine", "Customers"],
        "Web/Sources": [],
        "App/Sources": [
            "Kernel", "Store", "Engine", "API", "SingleSignOn", "Directory", "Webhooks", "Paperwork", "Correspondence", "Inspection", "Web", "Customers", "DataQuality", "Grades", "ArgumentParser", "Yams", "Logging", "HummingbirdCore",
            "HummingbirdTLS", "NIOCore", "NIOSSL", "UnixSignals",
        ],
    ]
    private static let everywhere: Set<String> = ["Foundation", "Synchronization", "Dispatch"]

    @Test func `Every room imports only what lies below it`() throws {
        var wrong: [String] = []
        for (room, allowed) in Self.allowed {
            for file in try Project.swiftFiles(in: room) {
                for name in try Project.imports(of: file) where !allowed.union(Self.everywhere).contains(name) {
                    wrong.append("\(file) imports \(name)")
                }
            }
        }

        #expect(wrong == [])
    }

    @Test func `Every module's room is on the list`() throws {
        let modules = try FileManager.default.contentsOfDirectory(atPath: Project.root + "/Modules")

        #expect(modules.filter { Self.allowed["Modules/\($0)/Sources"] == nil } == [])
    }

    @Test func `Only the door writes to an entity's table`() throws {
        let writers = try Project.swiftFiles(in: "Core/Engine/Sources").filter { file in
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return ["INSERT INTO \\(name: entity.table)", "UPDATE \\(name: entity.table)", "DELETE FROM \\(name: entity.table)"]
                .contains(where: text.contains)
        }

        #expect(writers.map { URL(fileURLWithPath: $0).lastPathComponent } == ["Door+Keeping.swift", "Door+Resealing.swift", "Door+Writing.swift"])
    }
}

/// The project's own files, found from this one.
enum Project {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func swiftFiles(in room: String) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: root + "/" + room).filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty, "\(room) is empty")
        return files.sorted().map { "\(root)/\(room)/\($0)" }
    }

    static func imports(of file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let index = words.firstIndex(of: "import"), index <= 2, words.prefix(index).allSatisfy(["public", "internal", "@testable", "package"].contains)
            else { return nil }
            let rest = words.dropFirst(index + 1)
            let kinds = ["struct", "enum", "class", "protocol", "func", "typealias"]
            let name = rest.first.map { kinds.contains($0) ? rest.dropFirst().first ?? "" : $0 } ?? ""
            return name.split(separator: ".").first.map(String.init)
        }
    }
}
