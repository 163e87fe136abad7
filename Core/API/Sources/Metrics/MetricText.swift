import Engine

/// Figures in the text format of Prometheus, version 0.0.4.
enum MetricText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ metrics: [Metric]) -> String {
        var lines: [String] = []
        for metric in metrics {
            lines.append("# HELP \(metric.name) \(metric.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))")
            lines.append("# TYPE \(metric.name) \(metric.kind.rawValue)")
            for sample in metric.samples { lines.append("\(metric.name)\(sample.suffix)\(labels(sample.labels)) \(number(sample.value))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    /// Whole numbers without a point, so that a counter reads as one.
    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}
