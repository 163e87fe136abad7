public import Kernel
import Store

extension SecurityLog {
    /// What checking the whole log came to.
    public struct Verdict: Sendable, Hashable {
        /// How many entries, from the first on, are as they were written.
        public let count: Int64
        /// The hash of the last of them. Whoever keeps it elsewhere notices later if the whole log was written anew.
        public let hash: String
        /// The first thing that is wrong; nothing behind it was looked at.
        public let fault: Fault?
    }

    /// How a log can be broken, with the number of the first entry concerned.
    public enum Fault: Sendable, Hashable, CustomStringConvertible {
        /// Its content is not what was written.
        case changed(Int64)
        /// It is not there, though later ones are.
        case missing(Int64)
        /// It and all later ones are gone.
        case cutOff(Int64)
        /// It was added without the log's own doing.
        case added(Int64)

        public var description: String {
            switch self {
            case .changed(let number): "entry \(number) was changed"
            case .missing(let number): "entry \(number) is missing"
            case .cutOff(let number): "the entries from \(number) on are missing"
            case .added(let number): "entry \(number) was added from outside"
            }
        }
    }

    /// Follows the chain from the first entry to the last, with bounded memory.
    public func verify() async throws -> Verdict {
        try await engine.database.read { session in
            let head = try session.first(Head.query).flatMap(Head.init) ?? Head(count: 0, hash: "")
            var last = Head(count: 0, hash: "")
            do {
                try session.forEach("SELECT \(Link.columns) FROM \(name: SystemTables.securityLog) ORDER BY number") { row in
                    last = try Self.follow(Link(row), after: last)
                }
            } catch let broken as Broken {
                return Verdict(count: last.count, hash: last.hash, fault: broken.fault)
            }
            return Verdict(count: last.count, hash: last.hash, fault: Self.fault(head, at: last))
        }
    }

    private struct Broken: Error { let fault: Fault }

    private static func follow(_ link: Link, after last: Head) throws(Broken) -> Head {
        guard link.number == last.count + 1 else { throw Broken(fault: .missing(last.count + 1)) }
        guard link.isSound, link.previous == last.hash else { throw Broken(fault: .changed(link.number)) }
        return Head(count: link.number, hash: link.hash)
    }

    /// What the chain itself cannot tell: whether it ends where it should.
    private static func fault(_ head: Head, at last: Head) -> Fault? {
        if head.count > last.count { return .cutOff(last.count + 1) }
        if head.count < last.count { return .added(head.count + 1) }
        return head.hash == last.hash ? nil : .changed(last.count)
    }
}
