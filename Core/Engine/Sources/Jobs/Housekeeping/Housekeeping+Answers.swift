import Kernel
import Store

extension Housekeeping {
    /// Answers that were kept for repetitions, of those who have not come back.
    static let purgeAnswers = JobKind("purgeAnswers", every: .minutes(60)) { _, run in
        try await purge(run) { now in
            """
            DELETE FROM \(name: SystemTables.answers)
            WHERE (user_id, key, part) IN (
                SELECT user_id, key, part FROM \(name: SystemTables.answers)
                WHERE at <= \(now - SystemTables.answerLife)
                LIMIT \(batch))
            """
        }
    }
}
