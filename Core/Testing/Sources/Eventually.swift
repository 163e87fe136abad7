public import Testing

/// Waits for something to become true, for at most half a minute; then the rest of the test has no ground and it ends.
///
/// ```swift
/// try await eventually { try await made.jobs.isEmpty }
/// ```
public func eventually(_ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<1_500 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it did not become true", sourceLocation: sourceLocation)
    throw NeverTrue()
}

struct NeverTrue: Error {}
