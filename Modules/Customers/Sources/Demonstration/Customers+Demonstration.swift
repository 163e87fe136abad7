public import Engine
import Kernel

/// Writes the customers of the made-up insurer, in short transactions through the one door.
///
/// Customer number n is the same person or company in every database, whatever was asked for: a run that was interrupted, or
/// one that asks for more, goes on where the last one ended. To start anew, begin with an empty database.
extension Customers {
    /// What one transaction writes: others wait no longer than that for their save.
    private static let batch = 200

    public func demonstrate(_ demonstration: Demonstration) async throws {
        let (engine, wanted) = (demonstration.engine, demonstration.customers)
        let done = try await engine.read(as: .system, limit: nil) { try MadeUpCustomer.highestNumber($0) }
        let staff = try await engine.read(as: .system, limit: nil) { try MadeUpStaff($0) }
        if done < wanted {
            if done > 0 { demonstration.say("\(done.written) demo customers are there; going on.") }
            let tags = try await engine.write(as: .system) { try MadeUpTags(through: $0) }
            try await write(done..<wanted, staff, tags, demonstration)
        } else {
            demonstration.say("There are \(done.written) demo customers already.")
        }
        guard try await engine.write(as: .system, { try MadeUpArrangements(staff).write(through: $0) }) else { return }
        demonstration.say("Two public pools, authorities and credit holds are made up as well.")
    }

    private func write(_ numbers: Range<Int>, _ staff: MadeUpStaff, _ tags: MadeUpTags, _ demonstration: Demonstration) async throws {
        var progress = MadeUpProgress(of: numbers)
        let now = demonstration.engine.clock.now()
        var ahead = Task { MadeUpCustomer.make(numbers.prefix(Self.batch), now: now) }
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: Self.batch) {
            let batch = await ahead.value
            let next = numbers.dropFirst(start + Self.batch - numbers.lowerBound).prefix(Self.batch)
            ahead = Task { MadeUpCustomer.make(next, now: now) }
            try await demonstration.engine.write(as: .system) { door in
                for customer in batch { try customer.write(through: door, staff, tags) }
            }
            if let line = progress.line(after: batch) { demonstration.say(line) }
        }
        demonstration.say(progress.conclusion)
        demonstration.say("Their phone numbers are random and may be somebody's: do not call or text them.")
    }
}

/// How fast it goes and how long it may still take.
struct MadeUpProgress {
    private let numbers: Range<Int>
    private let begun = ContinuousClock.now
    private var lastSaid = ContinuousClock.now
    private var customers = 0
    private var contacts = 0

    init(of numbers: Range<Int>) { self.numbers = numbers }

    /// A line every few seconds.
    mutating func line(after batch: [MadeUpCustomer]) -> String? {
        customers += batch.count
        contacts += batch.reduce(0) { $0 + $1.contacts.count }
        guard customers < numbers.count, lastSaid.duration(to: .now) >= .seconds(3) else { return nil }
        lastSaid = .now
        let left = Double(numbers.count - customers) / rate
        return "\((numbers.lowerBound + customers).written) of \(numbers.upperBound.written) demo customers, "
            + "\(Int(rate).written) a second, \(Self.duration(left)) to go"
    }

    var conclusion: String {
        "\(customers.written) demo customers with \(contacts.written) contacts in \(Self.duration(seconds)), \(Int(rate).written) a second."
    }

    private var seconds: Double { max(begun.duration(to: .now) / .seconds(1), 0.001) }
    private var rate: Double { Double(customers) / seconds }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 120 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}

extension Int {
    /// With a comma after every three digits.
    fileprivate var written: String {
        self < 1000 ? String(self) : (self / 1000).written + "," + String(String(self % 1000 + 1000).dropFirst())
    }
}
