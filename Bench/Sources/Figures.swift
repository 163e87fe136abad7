import Foundation

/// What was measured on one engine.
struct Figures: Sendable {
    let engine: String
    var start = 0.0
    var idleMemory = 0.0, servingMemory = 0.0, importMemory = 0.0
    var rows: [Row] = []
    var creates: (made: Double, raw: Double) = (0, 0)
    var importRate = 0.0, plainImportRate = 0.0

    var copies: [Copy] = []
    var backupBytes = 0

    /// A command that reads or writes the whole database.
    struct Copy: Sendable {
        let name: String
        let seconds: Double
        /// The most, in megabytes.
        let memory: Double
        /// How long the least takes that could do the same.
        var floor: Double?

        func over(_ floor: Double) -> Copy { Copy(name: name, seconds: seconds, memory: memory, floor: floor) }
    }

    struct Row: Sendable {
        let name: String
        var results: [Result] = []
    }

    struct Result: Sendable {
        let connections: Int
        let server: Load.Result
        let floor: Load.Result?
    }

    init(engine: String) { self.engine = engine }
}

/// The page that people read.
struct Report {
    let customers, seconds, importRows: Int
    private var all: [Figures] = []

    static let begin = "<!-- figures: begin -->", end = "<!-- figures: end -->"

    init(customers: Int, seconds: Int, importRows: Int) { (self.customers, self.seconds, self.importRows) = (customers, seconds, importRows) }

    mutating func add(_ figures: Figures) { all.append(figures) }

    var text: String { ([head] + all.map(section)).joined(separator: "\n\n") }

    func write(into page: URL) throws {
        let old = try String(contentsOf: page, encoding: .utf8)
        guard let begin = old.firstRange(of: Self.begin), let end = old.firstRange(of: Self.end), begin.upperBound < end.lowerBound else {
            throw BenchError("\(page.path) has no markers for the figures")
        }
        let new = old[..<begin.upperBound] + "\n" + text + "\n" + old[end.lowerBound...]
        try String(new).write(to: page, atomically: true, encoding: .utf8)
    }

    private var head: String {
        let day = Date().formatted(.iso8601.year().month().day())
        let system = ProcessInfo.processInfo
        return """
            Measured on \(day) with `script/bench`: \(customers) customers, loads of \(seconds) s, \(importRows) rows imported; \
            \(system.activeProcessorCount) cores (\(processor)), \(system.physicalMemory >> 30) GB, \(kernel), Swift release build. \
            A flush of the disk takes \(flush.written(1)) ms.
            """
    }

    private var processor: String {
        let line = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line.flatMap { $0.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }

    private var kernel: String {
        let version = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
        return "Linux \(version ?? "")"
    }

    /// In milliseconds: the least that an acknowledged write can take here.
    private var flush: Double {
        let path = FileManager.default.temporaryDirectory.appending(path: "guanxi-flush-\(UUID().uuidString)").path
        let file = open(path, O_CREAT | O_RDWR, 0o600)
        guard file >= 0 else { return 0 }
        defer {
            close(file)
            unlink(path)
        }
        let begun = ContinuousClock.now, block = [UInt8](repeating: 1, count: 4_096)
        for number in 0..<50 {
            pwrite(file, block, block.count, off_t(number * block.count))
            fdatasync(file)
        }
        return begun.duration(to: .now).inSeconds / 50 * 1_000
    }

    private func section(_ figures: Figures) -> String {
        var lines = [
            "### \(figures.engine)", "",
            "| request | connections | a second | floor | ratio | p50 ms | p95 ms | p99 ms |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        for row in figures.rows {
            for result in row.results {
                let server = result.server
                let cells = [
                    row.name, String(result.connections), Int(server.rate).grouped, result.floor.map { Int($0.rate).grouped } ?? "",
                    result.floor.map { (server.rate / $0.rate).written(2) } ?? "", server.half.written(1), server.most.written(1), server.nearlyAll.written(1),
                ]
                lines.append("| " + cells.joined(separator: " | ") + " |")
            }
        }
        lines += ["", "| what | figure |", "| --- | ---: |"]
        let creates = figures.creates
        for (name, figure) in [
            ("Creates through the door, one a transaction", "\(Int(creates.made).grouped) a second"),
            ("Raw inserts with the same indexes, one a transaction", "\(Int(creates.raw).grouped) a second"),
            ("Creates to raw inserts", (creates.made / max(creates.raw, 0.001)).written(2)),
            ("Import", "\(Int(figures.importRate).grouped) rows a second"),
            ("Import without search tokens", "\(Int(figures.plainImportRate).grouped) rows a second"),
            ("Start to the first connection", "\(figures.start.written(2)) s"), ("Memory idle", "\(Int(figures.idleMemory)) MB"),
            ("Memory serving, the most", "\(Int(figures.servingMemory)) MB"), ("Memory importing, the most", "\(Int(figures.importMemory)) MB"),
        ] {
            lines.append("| \(name) | \(figure) |")
        }
        lines += ["", "| of \(figures.backupBytes >> 20) MB of backup | seconds | floor | ratio | memory MB |", "| --- | ---: | ---: | ---: | ---: |"]
        for copy in figures.copies {
            let floor = copy.floor.map { ($0.written(1), (copy.seconds / max($0, 0.001)).written(1)) } ?? ("", "")
            lines.append("| \(copy.name) | \(copy.seconds.written(1)) | \(floor.0) | \(floor.1) | \(Int(copy.memory)) |")
        }
        return lines.joined(separator: "\n")
    }
}

extension Double {
    func written(_ places: Int) -> String { String(format: "%.\(places)f", self) }
}

extension Int {
    /// With a comma after every three digits.
    var grouped: String { self < 1000 ? String(self) : (self / 1000).grouped + "," + String(String(self % 1000 + 1000).dropFirst()) }
}
