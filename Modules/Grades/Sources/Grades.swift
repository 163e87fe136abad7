public import Engine
public import Foundation
public import Kernel

/// What a customer is worth to us by readable rules, and what that entitles it to. This file is the module's table of contents.
public struct Grades: Module {
    public let name = "Grades"

    public let entities: [EntityDefinition] = []

    public var texts: URL? { Bundle.module.url(forResource: "Texts", withExtension: nil) }
    public var pages: URL? { Bundle.module.url(forResource: "Web", withExtension: nil) }

    public init() {}
}
