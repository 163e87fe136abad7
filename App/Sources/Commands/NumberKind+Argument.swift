public import ArgumentParser
public import struct Kernel.Day
public import enum Kernel.NumberKind

extension NumberKind: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
