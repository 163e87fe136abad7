import Foundation

/// Names a process for as long as it runs, so that another one on the same machine sees when it has ended, also by `kill -9`.
///
/// Without that, a server that is restarted again and again would hold a node for each of its former lives.
enum Holder {
    /// Differs from all others, also of the same process.
    static func mark() -> String {
        let own = UUID().uuidString
        guard let machine, let (_, startedAt) = status(of: "self") else { return own }
        return [machine, String(ProcessInfo.processInfo.processIdentifier), startedAt, own].joined(separator: " ")
    }

    /// Whether that process is known to have ended; of a process on another machine, nobody here knows.
    static func hasEnded(_ mark: String) -> Bool {
        let parts = mark.split(separator: " ").map(String.init)
        guard parts.count == 4, parts[0] == machine else { return false }
        guard let (state, startedAt) = status(of: parts[1]) else { return true }
        // The number may have gone to another process; a zombie only waits for its parent.
        return startedAt != parts[2] || state == "Z" || state == "X"
    }

    /// The machine since its start, and the container on it.
    private static let machine: String? = {
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let container = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        guard let boot, let container else { return nil }
        return boot.trimmingCharacters(in: .whitespacesAndNewlines) + "/" + container
    }()

    /// From `/proc/PID/stat`, whose second field, a name, may hold anything but ends with the last parenthesis.
    private static func status(of process: String) -> (state: String, startedAt: String)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? (String(fields[0]), String(fields[19])) : nil
    }
}
