import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Store

/// What a request costs when somebody writes its endpoint by hand: Hummingbird, the statements that the engine runs (the one that
/// looks after the session among them), and the same bytes as its answer. No permissions, no catalogue, no rules, nothing generic.
struct Floor: Sendable {
    enum Shape: Sendable { case list, record, count }

    /// One request, as the engine answered it.
    struct Request: Sendable {
        let path: String
        let shape: Shape
        /// Whether the session is still good, the rows, and the targets of references that have a table of their own.
        let session: SQL
        let rows: SQL
        let links: [SQL]
        /// Sealed and masked values as JSON, by record and field: the floor gets them for nothing, too.
        let given: [Int64: [String: [UInt8]]]
        /// The cursor of the next page, which belongs to the engine; the floor gets it for nothing.
        let next: String?
    }

    let source: any FloorSource
    let line: CustomerLine
    let requests: [String: Request]

    init(_ requests: [Request], _ source: any FloorSource, _ customer: EntityDefinition) throws {
        self.source = source
        line = CustomerLine(customer)
        self.requests = Dictionary(requests.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Serves until the task is cancelled; `body` runs once it does.
    func serving<T: Sendable>(_ body: @escaping @Sendable (_ port: Int) async throws -> T) async throws -> T {
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "floor")
        logger.logLevel = .error
        let router = Router()
        router.get("**") { [self] request, _ in try await answer(request.uri.string) }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { opened.yield($0.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports { return try await body(port) }
            throw BenchError("the floor did not start")
        }
    }

    private func answer(_ address: String) async throws -> Response {
        guard let request = requests[address] else { return Response(status: .notFound) }
        let bytes = try await source.bytes(of: request, line)
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes.all)))
    }
}

/// How a floor reads: all statements of a request on one snapshot.
protocol FloorSource: Sendable {
    func bytes(of request: Floor.Request, _ line: CustomerLine) async throws -> Bytes
    /// Inserts one row after the other, each in a transaction of its own; returns how many went in.
    func insert(_ rows: Int, for duration: Duration, making row: @escaping @Sendable (Int) -> SQL) async throws -> Int
}

/// An answer in the making. Rows go into it as they come.
struct FloorAnswer {
    let request: Floor.Request
    let line: CustomerLine
    /// Of each field, by the record that refers to them. Read first, though the engine reads them last: their statements are known.
    let links: [[Int64: [Int64]]]
    private var bytes = Bytes()
    private var count = 0

    static let pageLength = 50

    init(_ request: Floor.Request, _ line: CustomerLine, links: [[Int64: [Int64]]]) {
        (self.request, self.line, self.links) = (request, line, links)
        bytes.all.reserveCapacity(request.shape == .list ? 65_536 : 2_048)
        if request.shape != .record { bytes += "{\"data\":[" }
    }

    mutating func add(_ row: some Cells) {
        count += 1
        if request.shape == .list, count > Self.pageLength { return }
        if count > 1 { bytes += "," }
        guard request.shape == .count else {
            let id = row.integer(0) ?? 0
            return line.write(row, links: links.map { $0[id] ?? [] }, given: request.given[id] ?? [:], to: &bytes)
        }
        bytes += "{\"group\":{\"grade\":"
        if let grade = row.text(0) { bytes.quoted(grade) } else { bytes += "null" }
        bytes += "},\"measures\":{\"count\":"
        bytes.number(row.integer(1) ?? 0)
        bytes += "}}"
    }

    mutating func end() -> Bytes {
        switch request.shape {
        case .record: break
        case .count: bytes += "]}"
        case .list:
            bytes += "],\"page\":{\"next\":"
            if count > Self.pageLength, let next = request.next { bytes.quoted(next) } else { bytes += "null" }
            bytes += "}}"
        }
        return bytes
    }
}
