import Foundation
import Formats
import Kernel

/// Moments in files, where clocks on the wall are read and no zone is told.
extension LocalDateTime {
    init(_ instant: Instant, in zone: TimeZone) {
        let day = instant.day(in: zone), wall = instant.milliseconds + zone.offset(at: instant.milliseconds)
        let rest = wall % 86_400_000
        self.init(day: day, milliseconds: Int(rest < 0 ? rest + 86_400_000 : rest))
    }
}

extension Instant {
    /// Reads `2026-11-22 14:30:00` as a clock shows it in a zone. Of an hour that comes twice it is the first; of one that a clock leaves out,
    /// the moment as the clock before the change would go on.
    init?(wall text: String, in zone: TimeZone) {
        guard let wall = Instant(text + "Z")?.milliseconds else { return nil }
        let day: Int64 = 86_400_000
        let candidates = [zone.offset(at: wall - day), zone.offset(at: wall + day)].map { wall - $0 }
        let fitting = candidates.filter { $0 + zone.offset(at: $0) == wall }
        self.init(milliseconds: fitting.min() ?? candidates[0])
    }
}

extension TimeZone {
    /// In milliseconds.
    fileprivate func offset(at milliseconds: Int64) -> Int64 {
        Int64(secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000))) * 1000
    }
}
