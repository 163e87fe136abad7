import Engine
import Foundation

/// What the operating system says of this process. The names are those that Prometheus' own libraries use.
struct ProcessMetrics: MetricSource {
    let version: String

    func metrics() -> [Metric] {
        var metrics = [Metric("guanxi_build_info", "The program.", .gauge, [.init(["version": version], 1)])]
        func add(_ name: String, _ help: String, _ kind: Metric.Kind, _ value: Double?) {
            if let value { metrics.append(Metric(name, help, kind, [.init([:], value)])) }
        }
        let fields = Self.statistics
        let tick = Double(sysconf(Int32(_SC_CLK_TCK)))
        add("process_resident_memory_bytes", "Memory in use.", .gauge, fields[23].map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) })
        add("process_cpu_seconds_total", "Time on the processors.", .counter, fields[13].map { ($0 + (fields[14] ?? 0)) / tick })
        add("process_threads", "Threads.", .gauge, fields[19])
        add("process_open_fds", "Open files and connections.", .gauge, Self.openFiles)
        add("process_max_fds", "Files and connections that may be open.", .gauge, Self.maximumFiles)
        return metrics
    }

    /// The numbers of `/proc/self/stat`, by their place from 0; the program's name, which may hold blanks, is left out.
    private static var statistics: [Int: Double] {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else { return [:] }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
        return Dictionary(fields.enumerated().compactMap { index, field in Double(field).map { (index + 2, $0) } }) { first, _ in first }
    }

    private static var openFiles: Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count) }
    }

    private static var maximumFiles: Double? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Double(limit.rlim_cur) : nil
    }
}
