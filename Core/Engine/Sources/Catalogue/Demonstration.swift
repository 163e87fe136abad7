import Kernel

/// What a module needs to write its part of the made-up company: how much of it, and where the words of progress go.
public struct Demonstration: Sendable {
    public let engine: Engine
    public let customers: Int
    public let say: @Sendable (String) -> Void

    public init(engine: Engine, customers: Int, say: @escaping @Sendable (String) -> Void) {
        (self.engine, self.customers, self.say) = (engine, customers, say)
    }
}
